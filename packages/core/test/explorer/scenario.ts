import type { JobOptions } from '../../src/jobs/policies.ts'
import type { EpochMs } from '../../src/time/epoch.ts'
import type { Trigger } from '../../src/triggers/trigger.ts'

/** A job of a scenario; its task has its id. */
export interface SimJob {
  readonly id: string
  readonly trigger: (start: EpochMs) => Trigger
  readonly options?: JobOptions
  /** Starts of each of its runs that fail before one succeeds. */
  readonly failures?: number
  /** Its fires from `start` on, as offsets; null where they depend on what happens. */
  readonly fires: readonly number[] | null
  /** How many runs there must be at the end at least, where no fires are given. */
  readonly runs?: number
}

/** A small world: its nodes, its jobs, and what may go wrong. */
export interface Scenario {
  readonly name: string
  readonly nodes: readonly string[]
  readonly jobs: readonly SimJob[]
  /** Attempts at once per node. */
  readonly size: number
  /** How long a handler takes at least; ends at once unless given. */
  readonly takes?: number
  /** How many faults a path may have. */
  readonly faults: number
  /** Faults and other orders of events happen within this time. */
  readonly window: number
  /** Then everything must have come to rest. */
  readonly horizon: number
}
