import { PunctualError } from '../errors/punctual-error.ts'
import type { Json } from '../json/json.ts'
import type { TriggerPut } from '../store/store-messages.ts'
import type { EpochMs } from '../time/epoch.ts'
import { FixedDelay } from '../triggers/fixed-delay.ts'
import type { Trigger } from '../triggers/trigger.ts'
import type { Timelines } from './timelines.ts'

/** What the columns of a trigger are made for. */
export interface TriggerOf {
  readonly id: string
  readonly store: string
  readonly anchor: EpochMs
}

/** The columns of a trigger, with its first instant counted from the anchor on. */
export function triggerColumns(trigger: Trigger, of: TriggerOf, timelines: Timelines): TriggerPut {
  refuseShape(trigger)
  return storedTriggerColumns(timelines.textOf(trigger), of, timelines)
}

/** The same of a trigger as it is stored: its text stays what it is. */
export function storedTriggerColumns(
  text: string,
  of: TriggerOf,
  timelines: Timelines,
): TriggerPut {
  const { json, trigger, timezone } = timelines.revive(text)
  const shared = { trigger: text, anchor: of.anchor }
  if (trigger.kind === 'after') {
    return { ...shared, mode: 'event', delay: null, nextAt: null, follow: followOf(json, of) }
  }
  if (trigger instanceof FixedDelay) {
    const nextAt = trigger.firstFire({ anchor: of.anchor, timezone })
    return { ...shared, mode: 'delay', delay: trigger.pause, nextAt, follow: null }
  }
  const nextAt = firstInstant(text, of, timelines)
  return { ...shared, mode: 'time', delay: null, nextAt, follow: null }
}

/** The first instant at the anchor or later; of a trigger that is wholly past its last one. */
function firstInstant(text: string, of: TriggerOf, timelines: Timelines): EpochMs | null {
  const timeline = timelines.of({ id: of.id, trigger: text, anchor: of.anchor })
  if (timeline === null) return null
  const next = timeline.next(of.anchor - 1)
  if (next !== null) return next
  return timelines.revive(text).trigger.kind === 'at' ? timeline.previous(of.anchor) : null
}

interface AfterJson {
  readonly jobs: readonly (string | { readonly id: string; readonly store?: string })[]
  readonly on: 'success' | 'failure' | 'finish'
  readonly need: 'all' | 'any'
}

function followOf(json: Json, of: TriggerOf): NonNullable<TriggerPut['follow']> {
  const { jobs, on, need } = json as unknown as AfterJson
  const parents = jobs.map((job) => {
    if (typeof job === 'string') return job
    if (job.store === undefined || job.store === of.store) return job.id
    throw new PunctualError(
      'PUNCTUAL_TRIGGER_INVALID',
      `job "${of.id}" in store "${of.store}" cannot follow "${job.id}" in store "${job.store}": after() works within one store`,
    )
  })
  if (!parents.includes(of.id)) return { parents, on, need }
  throw new PunctualError('PUNCTUAL_FOLLOW_CYCLE', `job "${of.id}" cannot follow itself`)
}

function refuseShape(trigger: unknown): asserts trigger is Trigger {
  const isTrigger =
    typeof trigger === 'object' &&
    trigger !== null &&
    'kind' in trigger &&
    typeof Reflect.get(trigger, 'toJSON') === 'function' &&
    (typeof Reflect.get(trigger, 'bind') === 'function' || 'onRun' in trigger)
  if (isTrigger) return
  throw new PunctualError(
    'PUNCTUAL_TRIGGER_INVALID',
    'this is not a trigger: pass what at(), every(), cron() and their like give you',
  )
}
