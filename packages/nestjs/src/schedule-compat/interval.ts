import { applyDecorators, SetMetadata } from '@nestjs/common'
import {
  SCHEDULE_INTERVAL_OPTIONS,
  SCHEDULER_NAME,
  SCHEDULER_TYPE,
  SchedulerType,
} from './schedule-marks.ts'

/**
 * Runs the method each time so many milliseconds have passed, first after the application started and one period went by.
 *
 * Runs may overlap, as with `setInterval`; the first time they do, a warning says so. Any length is kept, also above the 24.8
 * days of a timer. No number fails the boot with `PUNCTUAL_OPTION_INVALID`, a taken name with `PUNCTUAL_JOB_EXISTS`.
 *
 * @example
 * ```ts
 * class Poller {
 *   @Interval('poll', 10_000)
 *   async poll() {}
 * }
 * ```
 */
export function Interval(timeout: number): MethodDecorator
export function Interval(name: string, timeout: number): MethodDecorator
export function Interval(nameOrTimeout: string | number, timeout?: number): MethodDecorator {
  const isNamed = typeof nameOrTimeout === 'string'
  return applyDecorators(
    SetMetadata(SCHEDULE_INTERVAL_OPTIONS, { timeout: isNamed ? timeout : nameOrTimeout }),
    SetMetadata(SCHEDULER_NAME, isNamed ? nameOrTimeout : undefined),
    SetMetadata(SCHEDULER_TYPE, SchedulerType.INTERVAL),
  )
}
