import type { Json } from '../json/json.ts'
import { durationOf } from '../time/duration.ts'
import type { Duration } from '../time/duration.ts'
import { LAST_INSTANT } from '../time/instant.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'
import { endOf } from './end-of.ts'
import { hashOf, shareOf } from './jitter-hash.ts'
import type { Revive, StoredTrigger } from './stored-trigger.ts'
import { checkTimeTrigger } from './trigger-checks.ts'
import type { Timeline, TimeTrigger, TriggerContext } from './trigger.ts'

/**
 * Fires up to `most` later than `trigger`, each time by another share of it.
 *
 * The share is a hash of the job's id and the instant: the same on every node and after every restart. A fire stays
 * before the next one of `trigger` and never comes after its end; delays never add up. Refuses `most` with
 * `PUNCTUAL_DURATION_INVALID`, `after` and `fixedDelay` with `PUNCTUAL_TRIGGER_INVALID`.
 *
 * @example
 * ```ts
 * jitter(cron('0 * * * *'), '5m')
 * ```
 */
export function jitter(trigger: TimeTrigger, most: Duration): TimeTrigger {
  checkTimeTrigger(trigger, 'jitter')
  return new Jitter(trigger, durationOf(most, { name: 'most' }))
}

/** Revives what `jitter(...).toJSON()` gave. */
export function jitterFromJson(json: StoredTrigger, revive: Revive): TimeTrigger {
  return jitter(revive(json.trigger) as TimeTrigger, { milliseconds: json.most as number })
}

class Jitter implements TimeTrigger {
  readonly #trigger: TimeTrigger
  readonly #most: Millis

  constructor(trigger: TimeTrigger, most: Millis) {
    this.#trigger = trigger
    this.#most = most
  }

  get kind(): string {
    return 'jitter'
  }

  bind(of: TriggerContext): Timeline {
    const end = endOf(this.#trigger.toJSON(), of.timezone) ?? LAST_INSTANT
    return new Jittered(this.#trigger.bind(of), this.#most, end, hashOf(of.jobId))
  }

  toJSON(): Json {
    return { kind: 'jitter', version: 1, trigger: this.#trigger.toJSON(), most: this.#most }
  }
}

class Jittered implements Timeline {
  readonly #base: Timeline
  readonly #most: Millis
  readonly #end: EpochMs
  readonly #seed: number

  constructor(base: Timeline, most: Millis, end: EpochMs, seed: number) {
    this.#base = base
    this.#most = most
    this.#end = end
    this.#seed = seed
  }

  next(from: EpochMs): EpochMs | null {
    const planned = this.#base.previous(from + 1)
    const following = this.#base.next(planned ?? from)
    if (planned !== null) {
      const delayed = this.#delayed(planned, following)
      if (delayed > from) return delayed
    }
    return following === null ? null : this.#delayed(following, this.#base.next(following))
  }

  previous(before: EpochMs): EpochMs | null {
    const planned = this.#base.previous(before)
    if (planned === null) return null
    const delayed = this.#delayed(planned, this.#base.next(planned))
    if (delayed < before) return delayed
    const earlier = this.#base.previous(planned)
    return earlier === null ? null : this.#delayed(earlier, planned)
  }

  /** Less than the gap to the following planned instant, so that the order is kept. */
  #delayed(planned: EpochMs, following: EpochMs | null): EpochMs {
    const room = following === null ? this.#most : Math.min(this.#most, following - planned)
    const delayed = planned + Math.floor(shareOf(this.#seed, planned) * room)
    return Math.min(delayed, this.#end)
  }
}
