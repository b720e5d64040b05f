import { PunctualError } from '../errors/punctual-error.ts'
import type { Executor } from './executor-kind.ts'

/**
 * Runs the modules of tasks in child processes. Not built yet: refused with `PUNCTUAL_UNKNOWN_EXECUTOR`.
 *
 * @example
 * ```ts
 * createScheduler({ executors: { default: inline(), heavy: processes({ size: 2 }) } })
 * ```
 */
export function processes(options: { size: number; maxRunsPerWorker?: number }): Executor {
  throw new PunctualError(
    'PUNCTUAL_UNKNOWN_EXECUTOR',
    'processes() is not built yet: use inline() for now',
    { details: { size: options?.size ?? null } },
  )
}
