import type { CronValueSet } from './cron-value-set.ts'

/** Seconds since the local midnight, by the clock. */
export type SecondOfDay = number

/** The times of day that match. */
export class CronTimes {
  readonly first: SecondOfDay
  readonly last: SecondOfDay
  readonly #hours: CronValueSet
  readonly #minutes: CronValueSet
  readonly #seconds: CronValueSet

  constructor(hours: CronValueSet, minutes: CronValueSet, seconds: CronValueSet) {
    this.first = hours.first * 3_600 + minutes.first * 60 + seconds.first
    this.last = hours.last * 3_600 + minutes.last * 60 + seconds.last
    this.#hours = hours
    this.#minutes = minutes
    this.#seconds = seconds
  }

  /** The first time from `from` on; -1 when there is none. */
  next(from: SecondOfDay): SecondOfDay {
    const hour = Math.floor(from / 3_600)
    if (this.#hours.has(hour)) {
      const minute = Math.floor((from - hour * 3_600) / 60)
      if (this.#minutes.has(minute)) {
        const second = this.#seconds.next(from - hour * 3_600 - minute * 60)
        if (second >= 0) return hour * 3_600 + minute * 60 + second
      }
      const later = this.#minutes.next(minute + 1)
      if (later >= 0) return hour * 3_600 + later * 60 + this.#seconds.first
    }
    const later = this.#hours.next(hour + 1)
    return later < 0 ? -1 : later * 3_600 + this.#minutes.first * 60 + this.#seconds.first
  }

  /** The last time up to `from`; -1 when there is none. */
  previous(from: SecondOfDay): SecondOfDay {
    const hour = Math.floor(from / 3_600)
    if (this.#hours.has(hour)) {
      const minute = Math.floor((from - hour * 3_600) / 60)
      if (this.#minutes.has(minute)) {
        const second = this.#seconds.previous(from - hour * 3_600 - minute * 60)
        if (second >= 0) return hour * 3_600 + minute * 60 + second
      }
      const earlier = this.#minutes.previous(minute - 1)
      if (earlier >= 0) return hour * 3_600 + earlier * 60 + this.#seconds.last
    }
    const earlier = this.#hours.previous(hour - 1)
    return earlier < 0 ? -1 : earlier * 3_600 + this.#minutes.last * 60 + this.#seconds.last
  }
}
