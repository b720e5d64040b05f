import type { Executor } from './executor-kind.ts'
import { checkedPool, type PoolOptions } from './pool-options.ts'
import { ThreadLine } from './pool/thread-line.ts'
import { WorkerPool } from './pool/worker-pool.ts'
import { checkedLimits, type ThreadLimits } from './thread-limits.ts'

export interface ThreadOptions extends PoolOptions {
  /** What each thread may use; a run that needs more fails, and the process lives on. Default: as the process itself. */
  resourceLimits?: ThreadLimits
}

/**
 * Runs the modules of tasks in worker threads, so that the event loop stays free; a run that does not end after its
 * signal and `killAfter` is ended with its thread.
 *
 * Threads start with the first runs, and are kept. Refuses bad options with `PUNCTUAL_OPTION_INVALID`.
 *
 * @example
 * ```ts
 * const scheduler = createScheduler({ executors: { cpu: threads({ size: 2 }) } })
 * const resize = defineTask<{ path: string }>('resize', { executor: 'cpu', timeout: '1m' })
 * scheduler.handle(resize, { module: new URL('./resize.js', import.meta.url) })
 * ```
 */
export function threads(options: ThreadOptions): Executor {
  const { size, maxRunsPerWorker } = checkedPool('threads', options, ['resourceLimits'])
  const limits = checkedLimits(options.resourceLimits)
  return new WorkerPool({
    ...{ kind: 'threads', size, maxRunsPerWorker },
    open: (hooks) => new ThreadLine(hooks, limits),
  })
}
