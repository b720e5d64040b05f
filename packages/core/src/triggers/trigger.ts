import type { Json } from '../json/json.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Time } from '../time/time.ts'
import type { DaySet } from './day-set.ts'

/** What a trigger may need to know of the job it is bound to. */
export interface TriggerContext {
  readonly jobId: string
  /** When the job, with this trigger, was first stored. */
  readonly anchor: EpochMs
  /** IANA name, used where the trigger names none. */
  readonly timezone: string
  readonly calendars: Readonly<Record<string, DaySet>>
}

/** The instants of a bound trigger: pure, whole milliseconds, bounded in time, never throws; the two are exact inverses. */
export interface Timeline {
  /** The first instant strictly after `from`, or null when there is none. */
  next(from: EpochMs): EpochMs | null
  /** The last instant strictly before `before`, or null when there is none. */
  previous(before: EpochMs): EpochMs | null
}

/** What a time trigger says; `bind` gives its instants for one job. Bound timelines that need nothing of the job are shared. */
export interface TimeTrigger {
  readonly kind: string
  bind(of: TriggerContext): Timeline
  toJSON(): Json
}

/** A trigger that is set by the end of a run: of the same job (`fixedDelay`) or of others (`after`). */
export interface RunTrigger {
  readonly kind: 'after' | 'fixedDelay'
  readonly onRun: true
  toJSON(): Json
}

export type Trigger = TimeTrigger | RunTrigger

/** The first and the last instant at which a trigger may fire, both inclusive. */
export interface Bounds {
  start?: Time
  end?: Time
}
