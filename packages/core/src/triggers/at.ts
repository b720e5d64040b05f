import type { Json } from '../json/json.ts'
import type { EpochMs } from '../time/epoch.ts'
import { looseInstant, resolveInstant } from '../time/instant.ts'
import type { LooseInstant } from '../time/instant.ts'
import type { Time } from '../time/time.ts'
import { timeFromJson } from './bounds.ts'
import type { StoredTrigger } from './stored-trigger.ts'
import { refuseUnknown } from './trigger-checks.ts'
import type { Timeline, TimeTrigger, TriggerContext } from './trigger.ts'

/**
 * Fires once, at `when`; in the past it is due at once.
 *
 * Text without an offset is read in `timezone`, else in the scheduler's. Refuses what is not an instant with
 * `PUNCTUAL_TIME_INVALID`, an unknown zone with `PUNCTUAL_TIMEZONE_INVALID`.
 *
 * @example
 * ```ts
 * at('2026-12-24T18:00', { timezone: 'Europe/Berlin' })
 * ```
 */
export function at(when: Time, options: { timezone?: string } = {}): TimeTrigger {
  refuseUnknown(options, ['timezone'], 'at')
  return new At(looseInstant(when, { name: 'when', timezone: options.timezone }))
}

/** Revives what `at(...).toJSON()` gave. */
export function atFromJson(json: StoredTrigger): TimeTrigger {
  return at(timeFromJson(json.when ?? null))
}

class At implements TimeTrigger {
  readonly #when: LooseInstant

  constructor(when: LooseInstant) {
    this.#when = when
  }

  get kind(): string {
    return 'at'
  }

  bind(of: TriggerContext): Timeline {
    return new Once(resolveInstant(this.#when, of.timezone))
  }

  toJSON(): Json {
    return { kind: 'at', version: 1, when: this.#when }
  }
}

class Once implements Timeline {
  readonly #instant: EpochMs

  constructor(instant: EpochMs) {
    this.#instant = instant
  }

  next(from: EpochMs): EpochMs | null {
    return this.#instant > from ? this.#instant : null
  }

  previous(before: EpochMs): EpochMs | null {
    return this.#instant < before ? this.#instant : null
  }
}
