import type { DaySet } from './day-set.ts'
import { LocalDays, localDaysIn } from './local-days.ts'
import { refuseUnknown } from './trigger-checks.ts'

/**
 * The given local days, written `'YYYY-MM-DD'`, for `except`.
 *
 * Days of `timezone`, else of the scheduler's. Refuses dates that do not exist with `PUNCTUAL_TRIGGER_INVALID`, an
 * unknown zone with `PUNCTUAL_TIMEZONE_INVALID`.
 *
 * @example
 * ```ts
 * except(cron('0 9 * * MON-FRI'), days(['2026-12-25', '2027-01-01']))
 * ```
 */
export function days(list: readonly string[], options: { timezone?: string } = {}): DaySet {
  refuseUnknown(options, ['timezone'], 'days')
  const single = localDaysIn(list, 'days')
  const rules = { weekdays: new Set<number>(), single, never: new Set<number>() }
  return new LocalDays(rules, options.timezone, { kind: 'days', version: 1, days: [...list] })
}
