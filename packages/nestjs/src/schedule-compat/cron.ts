import { applyDecorators, SetMetadata } from '@nestjs/common'
import type { CronOptions } from './cron-options.ts'
import type { CronSource } from './cron-time.ts'
import {
  SCHEDULE_CRON_OPTIONS,
  SCHEDULER_NAME,
  SCHEDULER_TYPE,
  SchedulerType,
} from './schedule-marks.ts'

/** What `@Cron` notes. */
export type CronMark = CronOptions & { readonly cronTime: CronSource }

/**
 * Runs the method when the local clock matches a cron text, or once at a date.
 *
 * Takes the texts of the `cron` package, a `Date`, or a luxon `DateTime`. What cannot be read fails the boot with
 * `PUNCTUAL_CRON_*`, `PUNCTUAL_TIMEZONE_INVALID` or `PUNCTUAL_OPTION_INVALID`, a taken name with `PUNCTUAL_JOB_EXISTS`.
 *
 * @example
 * ```ts
 * class Reports {
 *   @Cron(CronExpression.MONDAY_TO_FRIDAY_AT_9AM, { name: 'daily', timeZone: 'Europe/Berlin' })
 *   async daily() {}
 * }
 * ```
 */
export function Cron(cronTime: CronSource, options: CronOptions = {}): MethodDecorator {
  return applyDecorators(
    SetMetadata(SCHEDULE_CRON_OPTIONS, { ...options, cronTime }),
    SetMetadata(SCHEDULER_NAME, options.name),
    SetMetadata(SCHEDULER_TYPE, SchedulerType.CRON),
  )
}
