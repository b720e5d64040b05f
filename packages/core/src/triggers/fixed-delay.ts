import type { Json } from '../json/json.ts'
import { durationOf } from '../time/duration.ts'
import type { Duration } from '../time/duration.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'
import { bindBounds, boundsFromJson, looseBounds } from './bounds.ts'
import type { LooseBounds } from './bounds.ts'
import type { StoredTrigger } from './stored-trigger.ts'
import { refuseUnknown } from './trigger-checks.ts'
import type { Bounds, RunTrigger, TriggerContext } from './trigger.ts'

/**
 * Fires `pause` after the last attempt of the previous run ended, so that runs never overlap.
 *
 * The first fire comes one pause after `start`, or after the job was first stored with this trigger; with `immediate`
 * at that instant. It stands only at the top of a job. Refuses pauses with `PUNCTUAL_DURATION_INVALID` (bare numbers
 * under 1,000 too: say `'30s'` or `'30ms'`), bounds with `PUNCTUAL_TIME_INVALID` or `PUNCTUAL_TRIGGER_INVALID`.
 *
 * @example
 * ```ts
 * fixedDelay('30s', { immediate: true })
 * ```
 */
export function fixedDelay(
  pause: Duration,
  options: Bounds & { immediate?: boolean } = {},
): RunTrigger {
  refuseUnknown(options, ['start', 'end', 'immediate'], 'fixedDelay')
  const millis = durationOf(pause, { name: 'pause', least: 1, refuseSmallNumbers: true })
  return new FixedDelay(millis, looseBounds(options), options.immediate === true)
}

/** Revives what `fixedDelay(...).toJSON()` gave. */
export function fixedDelayFromJson(json: StoredTrigger): FixedDelay {
  const pause = durationOf({ milliseconds: json.pause as number }, { name: 'pause', least: 1 })
  return new FixedDelay(pause, looseBounds(boundsFromJson(json)), json.immediate === true)
}

/** What the engine asks a `fixedDelay`: its first fire, and the fire that follows the end of a run. */
export class FixedDelay implements RunTrigger {
  readonly pause: Millis
  readonly #bounds: LooseBounds
  readonly #immediate: boolean

  constructor(pause: Millis, bounds: LooseBounds, immediate: boolean) {
    this.pause = pause
    this.#bounds = bounds
    this.#immediate = immediate
  }

  get kind(): 'fixedDelay' {
    return 'fixedDelay'
  }

  get onRun(): true {
    return true
  }

  /** The first fire of a job that has not run yet; null when it lies after the end. */
  firstFire(of: Pick<TriggerContext, 'anchor' | 'timezone'>): EpochMs | null {
    const { start, end } = bindBounds(this.#bounds, of.timezone)
    const first = (start ?? of.anchor) + (this.#immediate ? 0 : this.pause)
    return first <= end ? first : null
  }

  /** The fire after a run that ended at `ended`; null when it lies after the end. */
  fireAfter(ended: EpochMs, of: Pick<TriggerContext, 'timezone'>): EpochMs | null {
    const { start, end } = bindBounds(this.#bounds, of.timezone)
    const fire = Math.max(ended + this.pause, start ?? ended)
    return fire <= end ? fire : null
  }

  toJSON(): Json {
    const immediate = this.#immediate && { immediate: true }
    return { kind: 'fixedDelay', version: 1, pause: this.pause, ...this.#bounds, ...immediate }
  }
}
