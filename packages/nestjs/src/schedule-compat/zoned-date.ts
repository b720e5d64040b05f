import { PunctualError } from '@punctual/core'

/**
 * An instant with a zone to tell it in: what users of luxon's `DateTime` mostly ask of the dates of a job. For more, give
 * `toMillis()` to the library of your choice.
 */
export class ZonedDate {
  readonly zoneName: string
  readonly #millis: number
  readonly #clock: Intl.DateTimeFormat

  constructor(millis: number, zone: string) {
    this.#millis = millis
    this.#clock = clockOf(zone)
    this.zoneName = zone
  }

  toMillis(): number {
    return this.#millis
  }

  toSeconds(): number {
    return this.#millis / 1_000
  }

  toJSDate(): Date {
    return new Date(this.#millis)
  }

  valueOf(): number {
    return this.#millis
  }

  /** The local time with its offset, as `2026-03-01T09:00:00.000+01:00`. */
  toISO(): string {
    const parts = this.#clock.formatToParts(this.#millis)
    const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? ''
    const offset = of('timeZoneName').slice('GMT'.length)
    const millis = String(this.toJSDate().getUTCMilliseconds()).padStart(3, '0')
    return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}.${millis}${this.#isUtc ? 'Z' : offset || '+00:00'}`
  }

  get #isUtc(): boolean {
    return this.#clock.resolvedOptions().timeZone === 'UTC'
  }

  toString(): string {
    return this.toISO()
  }

  toJSON(): string {
    return this.toISO()
  }

  /** The same instant, told in another zone; refuses one that is unknown with `PUNCTUAL_TIMEZONE_INVALID`. */
  setZone(zone: string): ZonedDate {
    return new ZonedDate(this.#millis, zone)
  }
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-CA', {
      ...{ timeZone, timeZoneName: 'longOffset', hourCycle: 'h23' },
      ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    })
  } catch (cause) {
    throw new PunctualError(
      'PUNCTUAL_TIMEZONE_INVALID',
      `'${timeZone}' is not a timezone: give an IANA name such as 'Europe/Berlin'`,
      { cause },
    )
  }
}
