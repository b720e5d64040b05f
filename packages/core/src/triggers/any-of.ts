import type { Json } from '../json/json.ts'
import type { EpochMs } from '../time/epoch.ts'
import { itemsOf } from './stored-trigger.ts'
import type { Revive, StoredTrigger } from './stored-trigger.ts'
import { checkTimeTriggers } from './trigger-checks.ts'
import type { Timeline, TimeTrigger, TriggerContext } from './trigger.ts'

/**
 * Fires at every instant of any of the triggers; an instant that several share is one fire.
 *
 * Refuses an empty list, and `after` or `fixedDelay` inside, with `PUNCTUAL_TRIGGER_INVALID`.
 *
 * @example
 * ```ts
 * anyOf(cron('0 9 * * MON-FRI'), cron('0 11 * * SAT,SUN'))
 * ```
 */
export function anyOf(...triggers: readonly TimeTrigger[]): TimeTrigger {
  checkTimeTriggers(triggers, 'anyOf')
  return new AnyOf(triggers)
}

/** Revives what `anyOf(...).toJSON()` gave. */
export function anyOfFromJson(json: StoredTrigger, revive: Revive): TimeTrigger {
  return anyOf(...itemsOf(json.triggers).map((item) => revive(item) as TimeTrigger))
}

class AnyOf implements TimeTrigger {
  readonly #triggers: readonly TimeTrigger[]

  constructor(triggers: readonly TimeTrigger[]) {
    this.#triggers = triggers
  }

  get kind(): string {
    return 'anyOf'
  }

  bind(of: TriggerContext): Timeline {
    return new Union(this.#triggers.map((trigger) => trigger.bind(of)))
  }

  toJSON(): Json {
    return { kind: 'anyOf', version: 1, triggers: this.#triggers.map((one) => one.toJSON()) }
  }
}

class Union implements Timeline {
  readonly #parts: readonly Timeline[]

  constructor(parts: readonly Timeline[]) {
    this.#parts = parts
  }

  next(from: EpochMs): EpochMs | null {
    let first: EpochMs | null = null
    for (const part of this.#parts) {
      const instant = part.next(from)
      if (instant !== null && (first === null || instant < first)) first = instant
    }
    return first
  }

  previous(before: EpochMs): EpochMs | null {
    let last: EpochMs | null = null
    for (const part of this.#parts) {
      const instant = part.previous(before)
      if (instant !== null && (last === null || instant > last)) last = instant
    }
    return last
  }
}
