import type { Json } from '../json/json.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Policies } from './policies.ts'
import type { RunState } from './run.ts'

/** A job by its id, or by id and store alias when two stores hold the id. */
export type JobId = string | { readonly id: string; readonly store?: string }

export type JobState = 'active' | 'paused' | 'undeclared' | 'finished'

/** A job as it is stored: plain frozen JSON. */
export interface Job<I = Json> {
  readonly id: string
  readonly store: string
  readonly task: string
  readonly trigger: Json
  readonly input: I
  readonly origin: 'declared' | 'dynamic'
  /** The fields that were edited at run time. */
  readonly edited: readonly string[]
  /** Moves with every change by a user. */
  readonly revision: number
  readonly state: JobState
  readonly paused: {
    readonly reason: string | null
    readonly by: string | null
    readonly at: EpochMs
  } | null
  readonly nextFireAt: EpochMs | null
  readonly lastRun: {
    readonly runId: string
    readonly state: RunState
    readonly endedAt: EpochMs | null
  } | null
  readonly failuresInARow: number
  readonly policies: Required<Omit<Policies, 'concurrency'>> & {
    readonly concurrency: { readonly key: string | null; readonly limit: number } | null
  }
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Give it to the next call; null on the last page. */
  readonly cursor: string | null
}

export interface Paging {
  cursor?: string
  /** 1 to 1,000. Default 100. */
  limit?: number
}

/** Which jobs; all that is given must hold. */
export interface JobFilter {
  store?: string
  state?: JobState | readonly JobState[]
  lastRun?: RunState
  task?: string
  tag?: string
  idPrefix?: string
}
