import { PunctualError } from '../errors/punctual-error.ts'
import type { Executor } from './executor-kind.ts'
import type { ExecutorContract, Work } from './executor.ts'
import { moduleCode } from './module-code.ts'

export interface InlineOptions {
  /** Attempts at once: a whole number from 1 to 100,000. Default 100. */
  concurrency?: number
}

/**
 * Executes runs on the event loop of this process, up to `concurrency` at once.
 *
 * Refuses a `concurrency` that is not a whole number from 1 to 100,000 with `PUNCTUAL_OPTION_INVALID`.
 *
 * @example
 * ```ts
 * createScheduler({ executors: { default: inline({ concurrency: 20 }) } })
 * ```
 */
export function inline(options: InlineOptions = {}): Executor {
  const { concurrency = 100 } = options
  if (Number.isSafeInteger(concurrency) && concurrency >= 1 && concurrency <= 100_000) {
    return new InlineExecutor(concurrency)
  }
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    `inline({ concurrency }) takes a whole number from 1 to 100,000, not ${String(concurrency)}`,
    { details: { option: 'concurrency' } },
  )
}

/** Calls handlers as they are, those of modules too; what does not listen to its signal cannot be ended here. */
export class InlineExecutor implements ExecutorContract {
  readonly size: number

  constructor(size: number) {
    this.size = size
  }

  get kind(): 'inline' {
    return 'inline'
  }

  get takes(): 'anything' {
    return 'anything'
  }

  async execute({ run, code }: Work): Promise<unknown> {
    if (typeof code === 'function') return code(run)
    const loaded = await moduleCode(code.module.href, code.export)
    run.signal.throwIfAborted()
    return loaded(run)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
