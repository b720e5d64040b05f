import type { Json } from '../json/json.ts'
import { durationOf } from '../time/duration.ts'
import type { Duration } from '../time/duration.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'
import { areFixed, bindBounds, boundsFromJson, looseBounds } from './bounds.ts'
import type { LooseBounds } from './bounds.ts'
import type { StoredTrigger } from './stored-trigger.ts'
import { refuseUnknown } from './trigger-checks.ts'
import type { Bounds, Timeline, TimeTrigger, TriggerContext } from './trigger.ts'

/**
 * Fires each time `period` has elapsed since `start`, or since the job was first stored with this trigger.
 *
 * The first fire comes one period after that instant, with `immediate` at it. Elapsed time knows no clock changes: for
 * the same local time each day use `cron` or `calendar`. Refuses periods with `PUNCTUAL_DURATION_INVALID` (bare numbers
 * under 1,000 too: say `'30s'` or `'30ms'`), bounds with `PUNCTUAL_TIME_INVALID` or `PUNCTUAL_TRIGGER_INVALID`.
 *
 * @example
 * ```ts
 * every('15m', { immediate: true })
 * ```
 */
export function every(
  period: Duration,
  options: Bounds & { immediate?: boolean } = {},
): TimeTrigger {
  refuseUnknown(options, ['start', 'end', 'immediate'], 'every')
  const millis = durationOf(period, { name: 'period', least: 1, refuseSmallNumbers: true })
  return new Every(millis, looseBounds(options), options.immediate === true)
}

/** Revives what `every(...).toJSON()` gave. */
export function everyFromJson(json: StoredTrigger): TimeTrigger {
  const period = { milliseconds: json.period as number }
  return every(period, { ...boundsFromJson(json), immediate: json.immediate === true })
}

class Every implements TimeTrigger {
  readonly #period: Millis
  readonly #bounds: LooseBounds
  readonly #immediate: boolean
  #shared: Timeline | undefined

  constructor(period: Millis, bounds: LooseBounds, immediate: boolean) {
    this.#period = period
    this.#bounds = bounds
    this.#immediate = immediate
  }

  get kind(): string {
    return 'every'
  }

  bind(of: TriggerContext): Timeline {
    if (this.#shared !== undefined) return this.#shared
    const { start, end } = bindBounds(this.#bounds, of.timezone)
    const origin = start ?? of.anchor
    const first = this.#immediate ? origin : origin + this.#period
    const timeline = new Steps(first, this.#period, end)
    if (start !== null && areFixed(this.#bounds)) this.#shared = timeline
    return timeline
  }

  toJSON(): Json {
    const immediate = this.#immediate && { immediate: true }
    return { kind: 'every', version: 1, period: this.#period, ...this.#bounds, ...immediate }
  }
}

/** first, first + period, first + 2 periods ... up to end. */
class Steps implements Timeline {
  readonly #first: EpochMs
  readonly #period: Millis
  readonly #last: EpochMs

  constructor(first: EpochMs, period: Millis, end: EpochMs) {
    this.#first = first
    this.#period = period
    this.#last = first + Math.floor((end - first) / period) * period
  }

  next(from: EpochMs): EpochMs | null {
    const steps = Math.floor((from - this.#first) / this.#period) + 1
    const instant = this.#first + Math.max(steps, 0) * this.#period
    return instant <= this.#last ? instant : null
  }

  previous(before: EpochMs): EpochMs | null {
    if (before > this.#last) return this.#last >= this.#first ? this.#last : null
    const steps = Math.ceil((before - this.#first) / this.#period) - 1
    return steps < 0 ? null : this.#first + steps * this.#period
  }
}
