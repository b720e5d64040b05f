import type { DaySet } from './day-set.ts'
import { LocalDays, localDaysIn } from './local-days.ts'
import { invalidTrigger, refuseUnknown } from './trigger-checks.ts'

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/**
 * The days on which nobody works: the weekend and the holidays, less the `workdays` (made up for a bridge day, say).
 *
 * `weekend` takes names of three letters, the others dates `'YYYY-MM-DD'`; nothing is assumed for what is not given.
 * Days of `timezone`, else of the scheduler's. Refuses with `PUNCTUAL_TRIGGER_INVALID` what is no weekday or date, a
 * date in both lists, and a weekend of seven days; an unknown zone with `PUNCTUAL_TIMEZONE_INVALID`.
 *
 * @example
 * ```ts
 * daysOff({ weekend: ['sat', 'sun'], holidays: ['2026-10-01'], workdays: ['2026-10-10'], timezone: 'Asia/Shanghai' })
 * ```
 */
export function daysOff(options: {
  weekend?: readonly string[]
  holidays?: readonly string[]
  workdays?: readonly string[]
  timezone?: string
}): DaySet {
  refuseUnknown(options, ['weekend', 'holidays', 'workdays', 'timezone'], 'daysOff')
  const { weekend = [], holidays = [], workdays = [] } = options
  const weekdays = weekdaysIn(weekend)
  const single = localDaysIn(holidays, 'holidays')
  const never = localDaysIn(workdays, 'workdays')
  if ([...single].some((day) => never.has(day))) {
    throw invalidTrigger('daysOff: a date is in both holidays and workdays: keep it in one of them')
  }
  const json = { weekend: [...weekend], holidays: [...holidays], workdays: [...workdays] }
  const rules = { weekdays, single, never }
  return new LocalDays(rules, options.timezone, { kind: 'daysOff', version: 1, ...json })
}

function weekdaysIn(names: readonly string[]): ReadonlySet<number> {
  if (!Array.isArray(names)) throw invalidTrigger("weekend must be a list such as ['sat', 'sun']")
  const weekdays = new Set(names.map((name) => WEEKDAYS.indexOf(String(name).toLowerCase())))
  if (weekdays.has(-1)) throw invalidTrigger(`weekend takes ${WEEKDAYS.join(', ')}`)
  if (weekdays.size === 7) throw invalidTrigger('weekend holds all seven days: no day is left')
  return weekdays
}
