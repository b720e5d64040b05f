import type { Json } from '../../json/json.ts'
import type { EpochMs } from '../../time/epoch.ts'
import { resolveInstant } from '../../time/instant.ts'
import { zoneOf } from '../../time/zone.ts'

/** A stored instant, by the clock of `timezone` or else of UTC, which is named then; null when there is none. */
export function sayInstant(stored: Json | undefined, timezone: string | null): string | null {
  if (typeof stored === 'string') return short(stored)
  if (typeof stored !== 'number') return null
  if (timezone === null) return `${short(new Date(stored).toISOString())} UTC`
  return short(new Date(zoneOf(timezone).toLocal(stored)).toISOString())
}

/** The same, without a time of day that is midnight. */
export function sayDate(stored: Json | undefined, timezone: string | null): string | null {
  return sayInstant(stored, timezone)?.replace(/ 00:00$/, '') ?? null
}

/** A stored instant, with local text read in `timezone` or else in UTC; null when there is none. */
export function resolvedInstant(stored: Json | undefined, timezone: string | null): EpochMs | null {
  if (typeof stored === 'number') return stored
  return typeof stored === 'string' ? resolveInstant(stored, timezone ?? 'UTC') : null
}

/** ISO text as one would write it: down to the minute where the rest is zero, only the day at its last millisecond. */
function short(iso: string): string {
  return iso
    .replace('T', ' ')
    .replace(/Z$/, '')
    .replace(/ 23:59:59\.999$/, '')
    .replace(/\.000$/, '')
    .replace(/(:\d\d):00$/, '$1')
}
