import { civilOf, dayOf, monthLength } from '../time/civil.ts'
import type { LocalDay } from './local-days.ts'

/** How far apart two dates are: first the months, keeping the day of the month, then the days. */
export interface DateStep {
  readonly months: number
  readonly days: number
}

/** An endless sequence of dates. */
export interface DateSequence {
  /** The first date at or after `day`. */
  from(day: LocalDay): LocalDay
  /** The last date at or before `day`, or null when that is before the first one. */
  upTo(day: LocalDay): LocalDay | null
}

/** The dates that begin with `first` and lie `step` apart; a month without the day is stepped over. */
export function dateSequence(first: LocalDay, step: DateStep): DateSequence {
  if (step.months === 0) return new DaySteps(first, step.days)
  return step.days === 0 ? new MonthSteps(first, step.months) : new MixedSteps(first, step)
}

class DaySteps implements DateSequence {
  readonly #first: LocalDay
  readonly #days: number

  constructor(first: LocalDay, days: number) {
    this.#first = first
    this.#days = days
  }

  from(day: LocalDay): LocalDay {
    return this.#first + Math.max(Math.ceil((day - this.#first) / this.#days), 0) * this.#days
  }

  upTo(day: LocalDay): LocalDay | null {
    if (day < this.#first) return null
    return this.#first + Math.floor((day - this.#first) / this.#days) * this.#days
  }
}

class MonthSteps implements DateSequence {
  readonly #first: LocalDay
  readonly #month: number
  readonly #day: number
  readonly #months: number

  constructor(first: LocalDay, months: number) {
    const { year, month, day } = civilOf(first)
    this.#first = first
    this.#month = monthIndex(year, month)
    this.#day = day
    this.#months = months
  }

  from(day: LocalDay): LocalDay {
    let steps = Math.max(this.#stepsTo(day), 0)
    for (; ; steps++) {
      const date = this.#date(steps)
      if (date !== null && date >= day) return date
    }
  }

  upTo(day: LocalDay): LocalDay | null {
    for (let steps = this.#stepsTo(day); steps >= 0; steps--) {
      const date = this.#date(steps)
      if (date !== null && date <= day && date >= this.#first) return date
    }
    return null
  }

  #stepsTo(day: LocalDay): number {
    const { year, month } = civilOf(day)
    return Math.floor((monthIndex(year, month) - this.#month) / this.#months)
  }

  #date(steps: number): LocalDay | null {
    return dateInMonth(this.#month + steps * this.#months, this.#day)
  }
}

/** Months and days together have no formula: a short day drifts through the months, so the dates are walked, once. */
class MixedSteps implements DateSequence {
  readonly #dates: LocalDay[]
  readonly #step: DateStep

  constructor(first: LocalDay, step: DateStep) {
    this.#dates = [first]
    this.#step = step
  }

  from(day: LocalDay): LocalDay {
    return this.#at(this.#countBefore(day))
  }

  upTo(day: LocalDay): LocalDay | null {
    const count = this.#countBefore(day + 1)
    return count === 0 ? null : this.#at(count - 1)
  }

  /** How many dates lie before `day`, which all are known then, with one more. */
  #countBefore(day: LocalDay): number {
    let last = this.#at(this.#dates.length - 1)
    while (last < day) {
      last = this.#after(last)
      this.#dates.push(last)
    }
    let [low, high] = [0, this.#dates.length - 1]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#at(middle) < day) low = middle + 1
      else high = middle
    }
    return low
  }

  #at(index: number): LocalDay {
    return this.#dates[index] as LocalDay
  }

  #after(date: LocalDay): LocalDay {
    const { year, month, day } = civilOf(date)
    let index = monthIndex(year, month)
    for (;;) {
      index += this.#step.months
      const kept = dateInMonth(index, day)
      if (kept !== null) return kept + this.#step.days
    }
  }
}

function monthIndex(year: number, month: number): number {
  return year * 12 + month - 1
}

function dateInMonth(index: number, day: number): LocalDay | null {
  const year = Math.floor(index / 12)
  const month = index - year * 12 + 1
  return day > monthLength(year, month) ? null : dayOf(year, month, day)
}
