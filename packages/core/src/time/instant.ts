import { PunctualError } from '../errors/punctual-error.ts'
import type { EpochMs } from './epoch.ts'
import { localOf, sayTime } from './local-text.ts'
import type { LocalText } from './local-text.ts'
import type { Time } from './time.ts'
import { zoneOf } from './zone.ts'

/** The last instant a trigger can answer: the end of year 9999. */
export const LAST_INSTANT: EpochMs = 253_402_300_799_999

/** The first instant a user can give: the beginning of year 0. */
export const FIRST_INSTANT: EpochMs = -62_167_219_200_000

/** Epoch milliseconds below this are taken for seconds: it lies in March 1973. */
const LEAST_MILLISECONDS = 100_000_000_000

export interface InstantOptions {
  /** IANA name in which text without an offset is read. */
  readonly timezone?: string | undefined
  /** How the message calls the value. */
  readonly name?: string | undefined
}

/**
 * The instant a user gave.
 *
 * Takes a Date, whole epoch milliseconds from 10^11 on, ISO 8601 text with an offset (without one, or a bare date for
 * the start of the day, only with `timezone`), or anything with `epochMilliseconds`. A local time that occurs twice is
 * the earlier one; a skipped one is as much later as the gap is long, as in Temporal. Refuses the rest with
 * `PUNCTUAL_TIME_INVALID`, an unknown timezone with `PUNCTUAL_TIMEZONE_INVALID`.
 */
export function instantOf(time: Time, options: InstantOptions = {}): EpochMs {
  const loose = looseInstant(time, options)
  if (typeof loose === 'number') return loose
  throw invalid(
    options.name,
    `'${loose}' has no offset: add one (for example 'Z' or '+08:00') or give a timezone`,
  )
}

/** An instant, or the text of a local time whose zone is known only when a trigger is bound to a job. */
export type LooseInstant = EpochMs | LocalText

/** Like `instantOf`, but local text without a timezone stays text until `resolveInstant`; its syntax is checked here. */
export function looseInstant(time: Time, options: InstantOptions = {}): LooseInstant {
  if (typeof time === 'string') return fromText(time, options)
  if (typeof time === 'number') return fromNumber(time, options.name)
  if (time instanceof Date) return checked(time.getTime(), options.name)
  if (typeof time === 'object' && time !== null && typeof time.epochMilliseconds === 'number') {
    return checked(time.epochMilliseconds, options.name)
  }
  throw invalid(options.name, 'give a Date, epoch milliseconds, ISO 8601 text or a Temporal value')
}

/** The instant itself, or the local text read in `timezone`. */
export function resolveInstant(loose: LooseInstant, timezone: string): EpochMs {
  if (typeof loose === 'number') return loose
  const zone = zoneOf(timezone)
  const local = localOf(loose)?.local ?? 0
  const found = zone.fromLocal(local)
  // Read with the offset from before the gap, 02:30 becomes 03:30.
  return found.gap ? local - zone.offsetAt(found.instant - 1) : found.instant
}

function fromText(text: string, { timezone, name }: InstantOptions): LooseInstant {
  const read = localOf(text)
  if (read === null) {
    throw invalid(name, `'${sayTime(text)}' is not ISO 8601: write it as '2026-03-01T09:00:00Z'`)
  }
  if (read.offset !== null) return checked(read.local - read.offset, name)
  // One shape for all local texts, so that they compare as text.
  const local = new Date(read.local).toISOString().slice(0, -1)
  return timezone === undefined ? local : resolveInstant(local, timezone)
}

function fromNumber(value: number, name: string | undefined): EpochMs {
  if (Number.isFinite(value) && value < LEAST_MILLISECONDS) {
    throw invalid(
      name,
      'the number is too small for epoch milliseconds; if these are seconds, multiply by 1,000',
    )
  }
  return checked(value, name)
}

function checked(value: number, name: string | undefined): EpochMs {
  if (!Number.isFinite(value)) throw invalid(name, 'the date is invalid: it holds no time')
  if (!Number.isInteger(value))
    throw invalid(name, 'epoch milliseconds must be whole: round them first')
  if (value < FIRST_INSTANT || value > LAST_INSTANT) {
    throw invalid(name, 'the year must lie between 0 and 9999')
  }
  return value
}

function invalid(name: string | undefined, why: string): PunctualError {
  const what = name ?? 'time'
  return new PunctualError('PUNCTUAL_TIME_INVALID', `${what} is not an instant: ${why}`, {
    details: { name: what },
  })
}
