import { DAY } from '../time/epoch.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Zone } from '../time/zone.ts'
import type { LocalDays } from './local-days.ts'
import type { Timeline } from './trigger.ts'

/** What `except` takes away, as stretches of time. */
export interface Exclusion {
  /** When the instant is taken away: an instant after it up to which everything is; otherwise null. */
  goneUntil(instant: EpochMs): EpochMs | null
  /** When the instant is taken away: an instant, at most it, from which on everything is; otherwise null. */
  goneSince(instant: EpochMs): EpochMs | null
}

/** Takes away the very instants at which another trigger fires. */
export class InstantExclusion implements Exclusion {
  readonly #timeline: Timeline

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  goneUntil(instant: EpochMs): EpochMs | null {
    return this.#timeline.next(instant - 1) === instant ? instant + 1 : null
  }

  goneSince(instant: EpochMs): EpochMs | null {
    return this.#timeline.next(instant - 1) === instant ? instant : null
  }
}

/** Takes away whole local days; a day that the clock visits twice counts both times. */
export class DayExclusion implements Exclusion {
  readonly #days: LocalDays
  readonly #zone: Zone

  constructor(days: LocalDays, zone: Zone) {
    this.#days = days
    this.#zone = zone
  }

  goneUntil(instant: EpochMs): EpochMs | null {
    const local = this.#zone.toLocal(instant)
    const day = Math.floor(local / DAY)
    if (!this.#days.has(day)) return null
    const midnight = instant + (day + 1) * DAY - local
    const change = this.#zone.changeAfter(instant)
    return change !== null && change.at < midnight ? change.at : midnight
  }

  goneSince(instant: EpochMs): EpochMs | null {
    const local = this.#zone.toLocal(instant)
    const day = Math.floor(local / DAY)
    if (!this.#days.has(day)) return null
    const midnight = instant + day * DAY - local
    const change = this.#zone.changeBefore(instant + 1)
    return change !== null && change.at > midnight ? change.at : midnight
  }
}
