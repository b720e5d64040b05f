import { PunctualError } from '../errors/punctual-error.ts'
import type { Json } from '../json/json.ts'
import type { EpochMs } from '../time/epoch.ts'
import { LAST_INSTANT, looseInstant, resolveInstant } from '../time/instant.ts'
import type { LooseInstant } from '../time/instant.ts'
import type { Time } from '../time/time.ts'
import type { Bounds } from './trigger.ts'

/** Start and end of a trigger as it is stored: local text stays text until the trigger is bound. */
export interface LooseBounds {
  readonly start?: LooseInstant
  readonly end?: LooseInstant
}

/** Start and end of a bound trigger, both inclusive; `end` is never later than year 9999. */
export interface FixedBounds {
  readonly start: EpochMs | null
  readonly end: EpochMs
}

/**
 * Checks the bounds a user gave; text without an offset is read in `timezone`, or at `bindBounds` when there is none.
 * Refuses with `PUNCTUAL_TIME_INVALID`, and with `PUNCTUAL_TRIGGER_INVALID` an end before the start.
 */
export function looseBounds(given: Bounds, timezone?: string): LooseBounds {
  const start = loose(given.start, 'start', timezone)
  const end = loose(given.end, 'end', timezone)
  if (typeof start === typeof end && start !== undefined && end !== undefined && end < start) {
    throw new PunctualError(
      'PUNCTUAL_TRIGGER_INVALID',
      'end lies before start: swap them or drop one',
    )
  }
  return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) }
}

/** The bounds as instants; `timezone` reads what is still local text. */
export function bindBounds(bounds: LooseBounds, timezone: string): FixedBounds {
  return {
    start: bounds.start === undefined ? null : resolveInstant(bounds.start, timezone),
    end: bounds.end === undefined ? LAST_INSTANT : resolveInstant(bounds.end, timezone),
  }
}

/** True when the bounds mean the same for every job, whatever its timezone. */
export function areFixed(bounds: LooseBounds): boolean {
  return typeof bounds.start !== 'string' && typeof bounds.end !== 'string'
}

/** The bounds of a stored trigger as a user would give them. */
export function boundsFromJson(json: { readonly [key: string]: Json | undefined }): Bounds {
  return {
    ...(json.start !== undefined && { start: timeFromJson(json.start) }),
    ...(json.end !== undefined && { end: timeFromJson(json.end) }),
  }
}

/** A stored instant as a user would give it: a number as a Date, so that early years are not taken for seconds. */
export function timeFromJson(json: Json): Time {
  return typeof json === 'number' ? new Date(json) : (json as string)
}

function loose(
  time: Time | undefined,
  name: string,
  timezone: string | undefined,
): LooseInstant | undefined {
  return time === undefined ? undefined : looseInstant(time, { name, timezone })
}
