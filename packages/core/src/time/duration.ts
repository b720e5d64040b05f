import { PunctualError } from '../errors/punctual-error.ts'
import { millisOfText } from './duration-text.ts'
import { DAY, HOUR, MINUTE, SECOND } from './epoch.ts'
import type { Millis } from './epoch.ts'

/** A span of time by its parts; the parts add up. */
export interface DurationFields {
  weeks?: number
  days?: number
  hours?: number
  minutes?: number
  seconds?: number
  milliseconds?: number
}

/** A span of time as users give it: milliseconds, `'1h 30m'`, ISO 8601 (`'PT90M'`), or its parts. */
export type Duration = number | string | DurationFields

/** The longest duration taken: 100 years of 365.25 days. */
export const LONGEST: Millis = 36_525 * DAY

export interface DurationLimits {
  /** How the message calls the value. */
  readonly name?: string
  /** The least duration taken; 0 when not given. */
  readonly least?: Millis
  /** Refuse bare numbers under 1,000: they are likely meant as seconds. */
  readonly refuseSmallNumbers?: boolean
}

/**
 * The whole milliseconds of a duration.
 *
 * A day is 24 hours and a week 7 days; months and years have no fixed length and are refused. Refuses negative,
 * fractional and unreadable values, and those over 100 years, with `PUNCTUAL_DURATION_INVALID`.
 */
export function durationOf(value: Duration, limits: DurationLimits = {}): Millis {
  const millis = millisOf(value)
  if (typeof millis === 'string') throw invalid(limits, millis)
  if (typeof value === 'number' && value < SECOND && limits.refuseSmallNumbers === true) {
    throw invalid(limits, `${value} is too small to be clear: say '${value}s' or '${value}ms'`)
  }
  const whole = Math.round(millis)
  if (Math.abs(whole - millis) > 1e-9 + whole * 1e-12) {
    throw invalid(limits, 'it is finer than a millisecond')
  }
  const least = limits.least ?? 0
  if (whole < least) throw invalid(limits, `it must be at least ${least} ms`)
  if (whole > LONGEST) throw invalid(limits, 'it is longer than 100 years')
  return whole
}

const FIELDS: Readonly<Record<string, Millis>> = {
  weeks: 7 * DAY,
  days: DAY,
  hours: HOUR,
  minutes: MINUTE,
  seconds: SECOND,
  milliseconds: 1,
}

/** The milliseconds, possibly not whole, or the reason why there are none. */
function millisOf(value: Duration): Millis | string {
  if (typeof value === 'string') return millisOfText(value)
  if (typeof value === 'number') return amount(value) ? value : 'give a number that is not negative'
  if (typeof value === 'object' && value !== null) return millisOfFields(value)
  return "give milliseconds, text such as '1h 30m', or parts such as { minutes: 90 }"
}

function millisOfFields(fields: DurationFields): Millis | string {
  const parts = Object.entries(fields).filter(([, count]) => count !== undefined)
  if (parts.length === 0) return 'give at least one part, such as { minutes: 90 }'
  let sum = 0
  for (const [field, count] of parts) {
    const unit = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined
    if (unit === undefined) return `'${field}' is not one of ${Object.keys(FIELDS).join(', ')}`
    if (!amount(count)) return `'${field}' must be a number that is not negative`
    sum += count * unit
  }
  return sum
}

function amount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function invalid({ name = 'duration' }: DurationLimits, why: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_DURATION_INVALID',
    `${name} is not a usable duration: ${why}`,
    {
      details: { name },
    },
  )
}
