import type { ExecutorContract } from '../../src/executors/executor.ts'

/** An executor whose workers outlive the schedulers of a test file: starting them is most of what such tests take. */
export class WarmExecutor {
  readonly kept: ExecutorContract
  readonly #executor: ExecutorContract

  constructor(executor: ExecutorContract) {
    this.#executor = executor
    this.kept = {
      kind: executor.kind,
      size: executor.size,
      takes: executor.takes,
      execute: (work) => executor.execute(work),
      ...(executor.kill !== undefined && { kill: (run) => executor.kill?.(run) }),
      close: () => Promise.resolve(),
    }
  }

  close(): Promise<void> {
    return this.#executor.close(Promise.resolve())
  }
}
