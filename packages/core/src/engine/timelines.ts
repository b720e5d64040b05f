import { parseJson } from '../json/json-text.ts'
import type { Json } from '../json/json.ts'
import type { JobRow } from '../store/rows.ts'
import type { DaySet } from '../triggers/day-set.ts'
import { FixedDelay } from '../triggers/fixed-delay.ts'
import { triggerFrom } from '../triggers/trigger-from.ts'
import type { Timeline, TimeTrigger, Trigger } from '../triggers/trigger.ts'

/** A stored trigger, revived. */
export interface StoredTrigger {
  readonly trigger: Trigger
  readonly json: Json
  readonly timezone: string
}

export interface TimelineOptions {
  readonly timezone: string
  readonly calendars: Readonly<Record<string, DaySet>>
  readonly custom: Readonly<Record<string, (json: Json) => TimeTrigger>>
}

const REMEMBERED = 10_000

/** Revives stored triggers, equal texts once, and binds them to their jobs. */
export class Timelines {
  readonly #options: TimelineOptions
  readonly #revived = new Map<string, StoredTrigger>()
  #lastTrigger: Trigger | null = null
  #lastText = ''

  constructor(options: TimelineOptions) {
    this.#options = options
  }

  /** Refuses a kind or version that this scheduler does not know with `PUNCTUAL_TRIGGER_UNKNOWN`. */
  revive(text: string): StoredTrigger {
    const known = this.#revived.get(text)
    if (known !== undefined) return known
    const json = parseJson(text)
    const trigger = triggerFrom(json, this.#options.custom)
    const stored = { trigger, json, timezone: zoneIn(json) ?? this.#options.timezone }
    if (this.#revived.size >= REMEMBERED) this.#revived.clear()
    this.#revived.set(text, stored)
    return stored
  }

  /** The instants of a job; null when they are set by the end of a run. */
  of(row: Pick<JobRow, 'id' | 'trigger' | 'anchor'>): Timeline | null {
    const { trigger, timezone } = this.revive(row.trigger)
    if ('onRun' in trigger) return null
    const { calendars } = this.#options
    return trigger.bind({ jobId: row.id, anchor: row.anchor, timezone, calendars })
  }

  /** Whether the next instant of a job with a fixed delay lies after the delay's end. */
  isOver(row: Pick<JobRow, 'trigger' | 'nextAt'>): boolean {
    const { trigger, timezone } = this.revive(row.trigger)
    if (!(trigger instanceof FixedDelay) || row.nextAt === null) return false
    return trigger.fireAfter(row.nextAt - trigger.pause, { timezone }) === null
  }

  /** The JSON of a trigger as it is stored: with the scheduler's zone where it names none. */
  textOf(trigger: Trigger): string {
    // Many jobs in a row often share one trigger, and making its text is slow.
    if (trigger !== this.#lastTrigger) {
      this.#lastText = this.#textOf(trigger)
      this.#lastTrigger = trigger
    }
    return this.#lastText
  }

  #textOf(trigger: Trigger): string {
    const json = trigger.toJSON()
    if (zoneIn(json) !== null || typeof json !== 'object' || json === null)
      return JSON.stringify(json)
    if (Array.isArray(json) || (zoneless.has(trigger.kind) && !holdsLocalText(json))) {
      return JSON.stringify(json)
    }
    return JSON.stringify({ ...json, timezone: this.#options.timezone })
  }
}

const zoneless: ReadonlySet<string> = new Set(['at', 'every', 'fixedDelay', 'after'])

/** Whether it names an instant without an offset, which every node is to read in the same zone. */
function holdsLocalText(json: object): boolean {
  return ['when', 'start', 'end'].some((key) => typeof Reflect.get(json, key) === 'string')
}

function zoneIn(json: Json): string | null {
  if (typeof json !== 'object' || json === null || !('timezone' in json)) return null
  return typeof json.timezone === 'string' ? json.timezone : null
}
