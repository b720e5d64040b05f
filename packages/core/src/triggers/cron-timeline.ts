import { DAY, HOUR, SECOND } from '../time/epoch.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Stretch } from '../time/stretches.ts'
import type { LocalMs, Zone } from '../time/zone.ts'
import type { FixedBounds } from './bounds.ts'
import { FIRST_DAY, LAST_DAY } from './cron-months.ts'
import type { CronPattern } from './cron-pattern.ts'
import type { Timeline } from './trigger.ts'

/** Larger changes set the clock right; up to here they are what people call summer time. */
const LARGEST_CHANGE = 3 * HOUR

/**
 * The instants of a cron pattern on the clock of a zone, by the rule of Vixie cron.
 *
 * A wildcard job follows the clock: what it skips is skipped, what it repeats fires again. A fixed job fires once when a gap
 * of less than three hours ends that skipped any of its times, and fires only the first time in what up to three hours
 * repeat.
 */
export class CronTimeline implements Timeline {
  readonly #pattern: CronPattern
  readonly #zone: Zone
  readonly #start: EpochMs
  readonly #end: EpochMs

  constructor(pattern: CronPattern, zone: Zone, { start, end }: FixedBounds) {
    this.#pattern = pattern
    this.#zone = zone
    this.#start = Math.ceil(Math.max(start ?? EARLIEST, EARLIEST) / SECOND) * SECOND
    this.#end = Math.min(end, LATEST)
  }

  next(from: EpochMs): EpochMs | null {
    const since = Math.max(Math.floor(from / SECOND) * SECOND + SECOND, this.#start)
    if (since > this.#end) return null
    const instant = this.#firstFrom(since)
    return instant <= this.#end ? instant : null
  }

  previous(before: EpochMs): EpochMs | null {
    const whole = Math.ceil(before / SECOND) * SECOND - SECOND
    const until = Math.min(whole, Math.floor(this.#end / SECOND) * SECOND)
    if (until < this.#start) return null
    const instant = this.#lastUpTo(until)
    return instant >= this.#start ? instant : null
  }

  #firstFrom(since: EpochMs): EpochMs {
    let stretch = this.#zone.stretchAt(since)
    if (since === stretch.begin && this.#catchesUp(stretch)) return since
    let low = Math.max(since + stretch.offset, this.#resumes(stretch))
    for (;;) {
      const local = this.#pattern.next(low)
      if (local - stretch.offset < stretch.end) return local - stretch.offset
      const repeating = this.#repeating(stretch, low)
      if (repeating === null) {
        if (local === Number.POSITIVE_INFINITY) return local
        stretch = this.#zone.stretchReaching(local)
        if (local - stretch.offset >= stretch.begin) return local - stretch.offset
        if (this.#makesUp(stretch)) return stretch.begin
      } else {
        stretch = repeating
      }
      low = this.#resumes(stretch)
    }
  }

  #lastUpTo(until: EpochMs): EpochMs {
    let stretch = this.#zone.stretchAt(until)
    let high = until + stretch.offset
    for (;;) {
      const local = this.#pattern.previous(high)
      if (local >= this.#resumes(stretch)) return local - stretch.offset
      const shown = stretch.begin + stretch.before - SECOND
      if (shown >= high) {
        // The clock went back: it had shown later times before.
        stretch = this.#zone.stretchAt(stretch.begin - 1)
        high = shown
      } else {
        if (local === Number.NEGATIVE_INFINITY) return local
        stretch = this.#zone.stretchHolding(local)
        high = local
        if (local >= stretch.end + stretch.offset) {
          // The clock went forward over it.
          const skipping = this.#zone.stretchAt(stretch.end)
          if (this.#makesUp(skipping)) return skipping.begin
          high = stretch.end + stretch.offset - SECOND
        }
      }
    }
  }

  /** The stretch that follows, if it shows times below `low` once more. */
  #repeating(stretch: Stretch, low: LocalMs): Stretch | null {
    if (stretch.after >= stretch.offset) return null
    const following = this.#zone.stretchAt(stretch.end)
    return this.#resumes(following) < low ? following : null
  }

  /** The local time with which a stretch begins to count: for fixed jobs after what it repeats. */
  #resumes({ begin, before, offset }: Stretch): LocalMs {
    const isRepeat = !this.#pattern.isWildcard && before > offset
    return begin + (isRepeat && before - offset <= LARGEST_CHANGE ? before : offset)
  }

  /** Whether times skipped when the stretch begins are made up for then. */
  #makesUp({ before, offset }: Stretch): boolean {
    return !this.#pattern.isWildcard && offset > before && offset - before < LARGEST_CHANGE
  }

  #catchesUp(stretch: Stretch): boolean {
    if (!this.#makesUp(stretch)) return false
    return this.#pattern.next(stretch.begin + stretch.before) < stretch.begin + stretch.offset
  }
}

// A day more than the years of a pattern, for zones ahead of UTC and behind it.
const EARLIEST: EpochMs = (FIRST_DAY - 1) * DAY
const LATEST: EpochMs = (LAST_DAY + 2) * DAY
