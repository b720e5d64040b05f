import { DAY, SECOND } from '../time/epoch.ts'
import type { LocalMs } from '../time/zone.ts'
import { matchingDays } from './cron-days.ts'
import type { DayBits, DayRule, MonthShape } from './cron-days.ts'
import { FIRST_YEAR } from './cron-form.ts'
import { FIRST_DAY, LAST_DAY, MONTH_COUNT, monthHolding, monthShape } from './cron-months.ts'
import type { MonthIndex } from './cron-months.ts'
import type { CronTimes } from './cron-times.ts'
import { highest, lowest } from './cron-value-set.ts'
import type { CronValueSet } from './cron-value-set.ts'

/** What makes up a pattern; years of null are all. */
export interface PatternParts {
  readonly times: CronTimes
  readonly days: DayRule
  readonly months: CronValueSet
  readonly years: readonly number[] | null
  readonly isWildcard: boolean
}

/** The local times of the years 1970 to 2199 that match a cron expression, by a clock that never changes. */
export class CronPattern {
  readonly isWildcard: boolean
  readonly #times: CronTimes
  readonly #days: DayRule
  readonly #months: CronValueSet
  readonly #years: readonly number[] | null
  // The month looked at last, and its days: most questions stay within one month.
  #index: MonthIndex = 0
  #month: MonthShape = monthShape(0)
  #bits: DayBits = 0

  constructor({ times, days, months, years, isWildcard }: PatternParts) {
    this.isWildcard = isWildcard
    this.#times = times
    this.#days = days
    this.#months = months
    this.#years = years
    this.#show(0)
  }

  /** The first time that matches from `local` on; Infinity when there is none. */
  next(local: LocalMs): LocalMs {
    const day = Math.floor(local / DAY)
    if (day >= FIRST_DAY && day <= LAST_DAY && this.#has(day)) {
      const second = this.#times.next((local - day * DAY) / SECOND)
      if (second >= 0) return day * DAY + second * SECOND
    }
    const later = this.#dayFrom(Math.max(day + 1, FIRST_DAY))
    return later < 0 ? Number.POSITIVE_INFINITY : later * DAY + this.#times.first * SECOND
  }

  /** The last time that matches up to `local`; -Infinity when there is none. */
  previous(local: LocalMs): LocalMs {
    const day = Math.floor(local / DAY)
    if (day >= FIRST_DAY && day <= LAST_DAY && this.#has(day)) {
      const second = this.#times.previous((local - day * DAY) / SECOND)
      if (second >= 0) return day * DAY + second * SECOND
    }
    const earlier = this.#dayUpTo(Math.min(day - 1, LAST_DAY))
    return earlier < 0 ? Number.NEGATIVE_INFINITY : earlier * DAY + this.#times.last * SECOND
  }

  #has(day: number): boolean {
    this.#look(day)
    return ((this.#bits >> (day - this.#month.firstDay)) & 1) === 1
  }

  #dayFrom(day: number): number {
    if (day > LAST_DAY) return -1
    this.#look(day)
    let bits = this.#bits & (-1 << (day - this.#month.firstDay))
    for (let index = this.#index; bits === 0; bits = this.#bits) {
      index = this.#monthFrom(index + 1)
      if (index >= MONTH_COUNT) return -1
      this.#show(index)
    }
    return this.#month.firstDay + lowest(bits)
  }

  #dayUpTo(day: number): number {
    if (day < FIRST_DAY) return -1
    this.#look(day)
    let bits = this.#bits & ((2 << (day - this.#month.firstDay)) - 1)
    for (let index = this.#index; bits === 0; bits = this.#bits) {
      index = this.#monthUpTo(index - 1)
      if (index < 0) return -1
      this.#show(index)
    }
    return this.#month.firstDay + highest(bits)
  }

  #look(day: number): void {
    const inMonth = day - this.#month.firstDay
    if (inMonth < 0 || inMonth >= this.#month.length) this.#show(monthHolding(day))
  }

  #show(index: MonthIndex): void {
    this.#index = index
    this.#month = monthShape(index)
    const matches = this.#hasYear(index) && this.#months.has((index % 12) + 1)
    this.#bits = matches ? matchingDays(this.#days, this.#month) : 0
  }

  #monthFrom(from: MonthIndex): MonthIndex {
    let index = from
    while (index < MONTH_COUNT) {
      if (!this.#hasYear(index)) index += 12 - (index % 12)
      else if (this.#months.has((index % 12) + 1)) break
      else index++
    }
    return index
  }

  #monthUpTo(from: MonthIndex): MonthIndex {
    let index = from
    while (index >= 0) {
      if (!this.#hasYear(index)) index -= (index % 12) + 1
      else if (this.#months.has((index % 12) + 1)) break
      else index--
    }
    return index
  }

  #hasYear(index: MonthIndex): boolean {
    return this.#years === null || this.#years.includes(FIRST_YEAR + Math.floor(index / 12))
  }
}
