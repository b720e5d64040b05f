import type { Json } from '../json/json.ts'
import type { EpochMs } from '../time/epoch.ts'
import { isWithinSearch, look, search, SEARCH_TURNS } from './search-limit.ts'
import { itemsOf } from './stored-trigger.ts'
import type { Revive, StoredTrigger } from './stored-trigger.ts'
import { checkTimeTriggers } from './trigger-checks.ts'
import type { Timeline, TimeTrigger, TriggerContext } from './trigger.ts'

/**
 * Fires at the instants that all of the triggers share, to the millisecond.
 *
 * The search for a shared instant ends after 4,000 alternations or 400 years; then there is none. Refuses an empty list,
 * and `after` or `fixedDelay` inside, with `PUNCTUAL_TRIGGER_INVALID`.
 *
 * @example
 * ```ts
 * allOf(calendar({ weeks: 2 }, { at: '09:00', start: '2026-01-05' }), cron('0 9 * 1-6 *'))
 * ```
 */
export function allOf(...triggers: readonly TimeTrigger[]): TimeTrigger {
  checkTimeTriggers(triggers, 'allOf')
  return new AllOf(triggers)
}

/** Revives what `allOf(...).toJSON()` gave. */
export function allOfFromJson(json: StoredTrigger, revive: Revive): TimeTrigger {
  return allOf(...itemsOf(json.triggers).map((item) => revive(item) as TimeTrigger))
}

class AllOf implements TimeTrigger {
  readonly #triggers: readonly TimeTrigger[]

  constructor(triggers: readonly TimeTrigger[]) {
    this.#triggers = triggers
  }

  get kind(): string {
    return 'allOf'
  }

  bind(of: TriggerContext): Timeline {
    return new Intersection(this.#triggers.map((trigger) => trigger.bind(of)))
  }

  toJSON(): Json {
    return { kind: 'allOf', version: 1, triggers: this.#triggers.map((one) => one.toJSON()) }
  }
}

/** Leapfrog: the part that lags behind jumps to the instant of the others until all stand on the same one. */
class Intersection implements Timeline {
  readonly #parts: readonly Timeline[]

  constructor(parts: readonly Timeline[]) {
    this.#parts = parts
  }

  next(from: EpochMs): EpochMs | null {
    return search(() =>
      this.#meet((part, candidate) => part.next(candidate === null ? from : candidate - 1)),
    )
  }

  previous(before: EpochMs): EpochMs | null {
    return search(() =>
      this.#meet((part, candidate) => part.previous(candidate === null ? before : candidate + 1)),
    )
  }

  /** `ask` gives the part's instant at the candidate or beyond it, in the direction of the search. */
  #meet(ask: (part: Timeline, candidate: EpochMs | null) => EpochMs | null): EpochMs | null {
    let candidate: EpochMs | null = null
    let origin: EpochMs | null = null
    let agreed = 0
    for (let turn = 0; turn < SEARCH_TURNS; turn++) {
      look()
      const part = this.#parts[turn % this.#parts.length]
      const instant: EpochMs | null = part === undefined ? null : ask(part, candidate)
      if (instant === null) return null
      origin ??= instant
      if (!isWithinSearch(instant, origin)) return null
      agreed = instant === candidate ? agreed + 1 : 1
      candidate = instant
      if (agreed === this.#parts.length) return candidate
    }
    return null
  }
}
