import { applyDecorators, SetMetadata } from '@nestjs/common'
import {
  SCHEDULE_TIMEOUT_OPTIONS,
  SCHEDULER_NAME,
  SCHEDULER_TYPE,
  SchedulerType,
} from './schedule-marks.ts'

/**
 * Runs the method once, so many milliseconds after the application started.
 *
 * Any length is kept, also above the 24.8 days of a timer. No number fails the boot with `PUNCTUAL_OPTION_INVALID`, a taken
 * name with `PUNCTUAL_JOB_EXISTS`.
 *
 * @example
 * ```ts
 * class WarmUp {
 *   @Timeout('warm-up', 5_000)
 *   async warmUp() {}
 * }
 * ```
 */
export function Timeout(timeout: number): MethodDecorator
export function Timeout(name: string, timeout: number): MethodDecorator
export function Timeout(nameOrTimeout: string | number, timeout?: number): MethodDecorator {
  const isNamed = typeof nameOrTimeout === 'string'
  return applyDecorators(
    SetMetadata(SCHEDULE_TIMEOUT_OPTIONS, { timeout: isNamed ? timeout : nameOrTimeout }),
    SetMetadata(SCHEDULER_NAME, isNamed ? nameOrTimeout : undefined),
    SetMetadata(SCHEDULER_TYPE, SchedulerType.TIMEOUT),
  )
}
