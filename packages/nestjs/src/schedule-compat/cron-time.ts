import { at, cron, fireTimes, PunctualError } from '@punctual/core'
import type { Clock } from '@punctual/core'
import { fromCronDialect } from './cron-dialect.ts'
import { fixedOffset } from './fixed-offset.ts'
import { ZonedDate } from './zoned-date.ts'

type TimeTrigger = ReturnType<typeof cron>

/** A luxon `DateTime`, as far as it is needed. */
export interface DateTimeLike {
  toMillis(): number
  toJSDate(): Date
}

/** What a cron job is told its time by. */
export type CronSource = string | Date | DateTimeLike

/** Also a `CronTime` of the `cron` package. */
export interface CronTimeLike {
  readonly source: CronSource
  readonly timeZone?: string | null | undefined
  readonly utcOffset?: number | null | undefined
}

/** When a cron job fires. Reading it refuses what cannot be read; nothing else here throws, but for dates in the past. */
export class CronTime implements CronTimeLike {
  readonly source: CronSource
  readonly timeZone: string
  readonly utcOffset: number | undefined
  /** Whether it is one date, not a cron text. */
  readonly realDate: boolean
  readonly #clock: Clock
  readonly #trigger: TimeTrigger

  constructor({ source, timeZone, utcOffset }: CronTimeLike, clock: Clock) {
    if (timeZone != null && utcOffset != null) {
      throw new PunctualError(
        'PUNCTUAL_OPTION_INVALID',
        'a cron job takes timeZone or utcOffset, not both',
      )
    }
    this.source = source
    this.utcOffset = utcOffset ?? undefined
    this.timeZone = utcOffset == null ? (timeZone ?? machineZone()) : fixedOffset(utcOffset)
    this.realDate = typeof source !== 'string'
    this.#clock = clock
    this.#trigger = this.from(null)
  }

  /** The trigger, which with `start` does not fire before that instant. */
  from(start: number | null): TimeTrigger {
    const { source, timeZone: timezone } = this
    if (typeof source !== 'string') return at(source instanceof Date ? source : source.toJSDate())
    return cron(fromCronDialect(source), { timezone, ...(start !== null && { start }) })
  }

  /** Whether it is a date that is over. */
  get isPast(): boolean {
    return this.realDate && this.#next(1).length === 0
  }

  /** The next date, or a list of the next `count`. */
  sendAt(): ZonedDate
  sendAt(count: number): ZonedDate[]
  sendAt(count?: number): ZonedDate | ZonedDate[] {
    const dates = this.#next(count ?? 1).map((instant) => new ZonedDate(instant, this.timeZone))
    if (count !== undefined) return dates
    const [date] = dates
    if (date !== undefined) return date
    throw new PunctualError(
      'PUNCTUAL_TIME_INVALID',
      'the date of the cron job is in the past: it does not fire any more',
    )
  }

  /** Milliseconds until the next date. */
  getTimeout(): number {
    return this.sendAt().toMillis() - this.#clock.now()
  }

  toString(): string {
    return typeof this.source === 'string' ? this.source : this.sendAt().toISO()
  }

  #next(count: number): number[] {
    const context = { timezone: this.timeZone }
    return [...fireTimes(this.#trigger, { from: this.#clock.now() + 1, count, context })]
  }
}

function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
