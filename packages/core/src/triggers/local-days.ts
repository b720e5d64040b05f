import { DAY } from '../time/epoch.ts'
import { zoneOf } from '../time/zone.ts'
import type { Json } from '../json/json.ts'
import type { DaySet } from './day-set.ts'
import { invalidTrigger } from './trigger-checks.ts'

/** Days since 1970-01-01 in the local calendar. */
export type LocalDay = number

/** What makes up a set of days: weekdays (0 is Sunday) and single days, less the days that are never in it. */
export interface DayRules {
  readonly weekdays: ReadonlySet<number>
  readonly single: ReadonlySet<LocalDay>
  readonly never: ReadonlySet<LocalDay>
}

/** A set of local days by rules. */
export class LocalDays implements DaySet {
  /** Null for the timezone of the scheduler. */
  readonly timezone: string | null
  readonly #rules: DayRules
  readonly #json: { readonly [key: string]: Json }

  constructor(
    rules: DayRules,
    timezone: string | undefined,
    json: { readonly [key: string]: Json },
  ) {
    if (timezone !== undefined) zoneOf(timezone)
    this.timezone = timezone ?? null
    this.#rules = rules
    this.#json = json
  }

  get kind(): 'days' {
    return 'days'
  }

  has(day: LocalDay): boolean {
    const { weekdays, single, never } = this.#rules
    if (never.has(day)) return false
    return single.has(day) || weekdays.has(weekdayOf(day))
  }

  toJSON(): Json {
    return this.timezone === null ? this.#json : { ...this.#json, timezone: this.timezone }
  }
}

/** The days of a list of dates; refuses anything else with `PUNCTUAL_TRIGGER_INVALID`. */
export function localDaysIn(dates: readonly string[], name: string): ReadonlySet<LocalDay> {
  if (!Array.isArray(dates)) throw invalidTrigger(`${name} must be a list of dates 'YYYY-MM-DD'`)
  return new Set(dates.map((date) => localDay(date, name)))
}

function localDay(date: string, name: string): LocalDay {
  const instant = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN
  if (Number.isFinite(instant) && new Date(instant).toISOString().startsWith(date)) {
    return instant / DAY
  }
  throw invalidTrigger(`${name} must hold dates that exist, written 'YYYY-MM-DD'`)
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: LocalDay): number {
  return (((day + 4) % 7) + 7) % 7
}
