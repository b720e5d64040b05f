import { DAY, HOUR } from '../../time/epoch.ts'
import type { EpochMs } from '../../time/epoch.ts'
import { zoneOf } from '../../time/zone.ts'
import type { LocalMs, OffsetChange } from '../../time/zone.ts'
import type { ClockChange } from './warning.ts'

/** True when a local time of a trigger lies from `from` to before `until`. */
export type HoldsTime = (from: LocalMs, until: LocalMs) => boolean

/**
 * Which changes of the clock concern a trigger: its times lie where the clock of `timezone` skips some, or repeats some.
 * Looks at four years, the last ones before `end`; without a timezone at zones that stand for most.
 */
export function clockChangeOf(
  timezone: string | null,
  end: EpochMs | null,
  holds: HoldsTime,
): ClockChange | null {
  const until = Math.min(end ?? LATEST, LATEST)
  const zones = timezone === null ? TYPICAL : [timezone]
  const changes = zones.flatMap((zone) => changesIn(zone, until - FOUR_YEARS, until))
  const skips = changes.some(
    ({ at, before, after }) =>
      after > before && after - before < CORRECTION && holds(at + before, at + after),
  )
  const repeats = changes.some(
    ({ at, before, after }) =>
      after < before && before - after <= CORRECTION && holds(at + after, at + before),
  )
  if (skips && repeats) return 'both'
  return skips ? 'skips' : repeats ? 'repeats' : null
}

/** Far enough ahead for a timezone's current rules, and for past exceptions not to count. */
const LATEST: EpochMs = Date.UTC(2038, 0, 1)
const FOUR_YEARS = 1_461 * DAY

/** Larger changes are corrections of the clock, which no rule makes up for. */
const CORRECTION = 3 * HOUR

/** Their clocks change at 01:00, 02:00 and 03:00. */
const TYPICAL = ['Europe/London', 'America/New_York', 'Europe/Berlin', 'Europe/Athens']

function changesIn(timezone: string, from: EpochMs, until: EpochMs): OffsetChange[] {
  const zone = zoneOf(timezone)
  const changes: OffsetChange[] = []
  for (let at = from; at < until;) {
    const change = zone.changeAfter(at)
    if (change !== null && change.at < until) changes.push(change)
    // None within a year: look from there on.
    at = change?.at ?? at + 366 * DAY
  }
  return changes
}
