import { PunctualError } from '../errors/punctual-error.ts'
import type { Executor } from './executor-kind.ts'

/**
 * Runs the modules of tasks in worker threads. Not built yet: refused with `PUNCTUAL_UNKNOWN_EXECUTOR`.
 *
 * @example
 * ```ts
 * createScheduler({ executors: { default: inline(), cpu: threads({ size: 4 }) } })
 * ```
 */
export function threads(options: {
  size: number
  resourceLimits?: object
  maxRunsPerWorker?: number
}): Executor {
  throw new PunctualError(
    'PUNCTUAL_UNKNOWN_EXECUTOR',
    'threads() is not built yet: use inline() for now',
    { details: { size: options?.size ?? null } },
  )
}
