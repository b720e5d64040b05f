import { PunctualError } from '../errors/punctual-error.ts'
import { HOUR, MINUTE, SECOND } from './epoch.ts'
import type { EpochMs, Millis } from './epoch.ts'

/** What the runtime knows of a timezone: its name there, and its offset from UTC at an instant. */
export interface ZoneClock {
  readonly name: string
  offsetAt(instant: EpochMs): Millis
}

/** The clock of an IANA timezone; refuses any other name with `PUNCTUAL_TIMEZONE_INVALID`. */
export function zoneClock(name: string): ZoneClock {
  // Intl takes offsets such as +08:00 too, but they are no place whose clock could change.
  if (typeof name !== 'string' || !/^[A-Za-z]/.test(name)) throw unknownZone(name)
  try {
    return new IntlClock(name)
  } catch (cause) {
    throw unknownZone(name, cause)
  }
}

class IntlClock implements ZoneClock {
  readonly name: string
  readonly #format: Intl.DateTimeFormat

  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      timeZoneName: 'longOffset',
      year: 'numeric',
    })
    this.name = this.#format.resolvedOptions().timeZone
  }

  offsetAt(instant: EpochMs): Millis {
    const text = this.#format.format(instant)
    // 'GMT', 'GMT-05:00', or with seconds, 'GMT-00:44:30'.
    const at = text.lastIndexOf('GMT') + 3
    if (at === text.length) return 0
    const hours = Number(text.slice(at + 1, at + 3))
    const minutes = Number(text.slice(at + 4, at + 6))
    const seconds = Number(text.slice(at + 7))
    const size = hours * HOUR + minutes * MINUTE + seconds * SECOND
    return text[at] === '-' ? 0 - size : size
  }
}

function unknownZone(name: unknown, cause?: unknown): PunctualError {
  const said = typeof name === 'string' ? `'${name.slice(0, 100)}'` : 'this'
  return new PunctualError(
    'PUNCTUAL_TIMEZONE_INVALID',
    `${said} is not a timezone: give an IANA name such as 'Europe/Berlin' or 'UTC'`,
    { details: { timezone: typeof name === 'string' ? name.slice(0, 100) : null }, cause },
  )
}
