import { civilOf, dayOf } from '../time/civil.ts'
import { DAY } from '../time/epoch.ts'
import type { EpochMs } from '../time/epoch.ts'
import { FIRST_INSTANT, LAST_INSTANT } from '../time/instant.ts'
import type { Zone } from '../time/zone.ts'
import type { LocalDay } from './local-days.ts'

/** A stretch of whole local days; weeks begin on Monday. */
export type Per = 'day' | 'week' | 'month' | 'quarter' | 'year'

export const PERS: readonly Per[] = ['day', 'week', 'month', 'quarter', 'year']

const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 }
const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7 }

/** Monday, 5 January 1970. */
const FIRST_MONDAY: LocalDay = 4

/** Cuts time into numbered periods: each begins when the local clock first reaches its first day. */
export class Periods {
  readonly #zone: Zone
  readonly #months: number | null
  readonly #days: number

  constructor(zone: Zone, per: Per) {
    this.#zone = zone
    this.#months = MONTHS[per] ?? null
    this.#days = DAYS[per] ?? 1
  }

  /** The number of the period that holds the instant. */
  at(asked: EpochMs): number {
    const instant = Math.min(Math.max(asked, FIRST_INSTANT), LAST_INSTANT)
    let period = this.#holding(Math.floor(this.#zone.toLocal(instant) / DAY))
    // Where the clock went back over midnight, the later day has begun already.
    while (this.begin(period + 1) <= instant) period++
    return period
  }

  /** The instant at which the period begins. */
  begin(period: number): EpochMs {
    return this.#zone.fromLocal(this.#firstDay(period) * DAY).instant
  }

  #holding(day: LocalDay): number {
    if (this.#months === null) return Math.floor((day - this.#origin()) / this.#days)
    const { year, month } = civilOf(day)
    return Math.floor((year * 12 + month - 1) / this.#months)
  }

  #firstDay(period: number): LocalDay {
    if (this.#months === null) return this.#origin() + period * this.#days
    const index = period * this.#months
    const year = Math.floor(index / 12)
    return dayOf(year, index - year * 12 + 1, 1)
  }

  #origin(): LocalDay {
    return this.#days === 7 ? FIRST_MONDAY : 0
  }
}
