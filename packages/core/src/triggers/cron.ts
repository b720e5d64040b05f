import type { Json } from '../json/json.ts'
import { zoneOf } from '../time/zone.ts'
import { bindBounds, boundsFromJson, looseBounds } from './bounds.ts'
import type { LooseBounds } from './bounds.ts'
import { compiledCron, cronFormOf } from './cron-compiled.ts'
import { fieldsToJson } from './cron-fields.ts'
import type { CronFields } from './cron-fields.ts'
import type { CronForm } from './cron-form.ts'
import type { CronPattern } from './cron-pattern.ts'
import { CronTimeline } from './cron-timeline.ts'
import type { StoredTrigger } from './stored-trigger.ts'
import { invalidTrigger, refuseUnknown } from './trigger-checks.ts'
import type { Bounds, Timeline, TimeTrigger, TriggerContext } from './trigger.ts'

interface CronOptions extends Bounds {
  timezone?: string
  seed?: string
}

/**
 * Fires when the local clock matches cron text or cron fields, in whole seconds of the years 1970 to 2199.
 *
 * Text has five fields, six with seconds first, seven with the year last, or is a nickname such as `'@daily'`. `H` stands
 * for a value drawn from `seed`, else from the id of the job. The clock is that of `timezone`, else of the scheduler. When
 * it is put forward, a fixed time that is skipped fires as the gap ends; when it is put back, a fixed time fires the first
 * time only; expressions whose second, minute or hour begins with `*` follow the clock as it is. Refuses with
 * `PUNCTUAL_CRON_*`, also what can never fire, with `PUNCTUAL_TIMEZONE_INVALID`, `PUNCTUAL_TIME_INVALID` or
 * `PUNCTUAL_TRIGGER_INVALID`.
 *
 * @example
 * ```ts
 * cron('30 9 * * MON-FRI', { timezone: 'Europe/Berlin' })
 * cron({ day: 'last fri', hour: 17 })
 * ```
 */
export function cron(expression: string | CronFields, options: CronOptions = {}): TimeTrigger {
  refuseUnknown(options, ['timezone', 'seed', 'start', 'end'], 'cron')
  if (typeof expression !== 'string' && (typeof expression !== 'object' || expression === null)) {
    throw invalidTrigger("cron takes text such as '0 3 * * *' or fields such as { hour: 3 }")
  }
  const { timezone, seed } = options
  if (timezone !== undefined) zoneOf(timezone)
  if (seed !== undefined && (typeof seed !== 'string' || seed === '')) {
    throw invalidTrigger('cron: seed must be text that is not empty')
  }
  return new Cron(expression, options, looseBounds(options, timezone))
}

/** Revives what `cron(...).toJSON()` gave. */
export function cronFromJson(json: StoredTrigger): TimeTrigger {
  return cron((json.text ?? json.fields) as string | CronFields, {
    ...(json.timezone !== undefined && { timezone: json.timezone as string }),
    ...(json.seed !== undefined && { seed: json.seed as string }),
    ...boundsFromJson(json),
  })
}

export class Cron implements TimeTrigger {
  readonly expression: string | CronFields
  /** Null for that of the scheduler. */
  readonly timezone: string | null
  /** Null for the id of the job. */
  readonly seed: string | null
  readonly bounds: LooseBounds
  /** Null while the seed is unknown. */
  readonly #pattern: CronPattern | null
  #shared: Timeline | undefined

  constructor(
    expression: string | CronFields,
    { timezone = null, seed = null }: { timezone?: string | null; seed?: string | null },
    bounds: LooseBounds,
  ) {
    this.expression = typeof expression === 'string' ? expression : { ...expression }
    this.timezone = timezone
    this.seed = seed
    this.bounds = bounds
    this.#pattern =
      compiledCron(expression, null) ?? (seed === null ? null : compiledCron(expression, seed))
  }

  get kind(): string {
    return 'cron'
  }

  /** The expression as it was read. */
  get form(): CronForm {
    return cronFormOf(this.expression)
  }

  bind(of: TriggerContext): Timeline {
    if (this.#shared !== undefined) return this.#shared
    const pattern = this.#pattern ?? compiledCron(this.expression, of.jobId)
    const zone = zoneOf(this.timezone ?? of.timezone)
    const timeline = new CronTimeline(
      pattern as CronPattern,
      zone,
      bindBounds(this.bounds, zone.name),
    )
    // With a timezone of its own, the bounds are instants already.
    if (this.#pattern !== null && this.timezone !== null) this.#shared = timeline
    return timeline
  }

  toJSON(): Json {
    return {
      ...{ kind: 'cron', version: 1 },
      ...(typeof this.expression === 'string'
        ? { text: this.expression }
        : { fields: fieldsToJson(this.expression) }),
      ...(this.timezone !== null && { timezone: this.timezone }),
      ...(this.seed !== null && { seed: this.seed }),
      ...this.bounds,
    }
  }
}
