import type { Executor } from './executor-kind.ts'
import { checkedPool, type PoolOptions } from './pool-options.ts'
import { ProcessLine } from './pool/process-line.ts'
import { WorkerPool } from './pool/worker-pool.ts'

/**
 * Runs the modules of tasks in child processes: what they do to their memory, or to their process, stays there. A run that does
 * not end after its signal and `killAfter` is ended with its process.
 *
 * Processes start with the first runs, are kept, and end with this one, whatever ends it. Refuses bad options
 * with `PUNCTUAL_OPTION_INVALID`.
 *
 * @example
 * ```ts
 * const scheduler = createScheduler({ executors: { heavy: processes({ size: 2, maxRunsPerWorker: 500 }) } })
 * const report = defineTask<{ year: number }>('report', { executor: 'heavy' })
 * scheduler.handle(report, { module: new URL('./report.js', import.meta.url), export: 'makeReport' })
 * ```
 */
export function processes(options: PoolOptions): Executor {
  const { size, maxRunsPerWorker } = checkedPool('processes', options)
  return new WorkerPool({
    ...{ kind: 'processes', size, maxRunsPerWorker },
    open: (hooks) => new ProcessLine(hooks),
  })
}
