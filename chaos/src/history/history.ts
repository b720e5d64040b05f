import type { HistoryEvent } from './history-event.ts'

/** What was asked of a job. */
export interface JobFacts {
  readonly id: string
  /** All that had to come due, ascending; null where the ends of runs decide. */
  readonly instants: readonly number[] | null
  readonly maxInstances: number
  readonly onNodeLoss: 'rerun' | 'lose'
  /** The job whose every end it follows. */
  readonly follows: string | null
  /** It never waits for a slot: a fire that is late has no excuse. */
  readonly prompt: boolean
  /** Its trigger comes to an end by itself. */
  readonly ends: boolean
  /** A user removed it: what came due later is nobody's. */
  readonly removed: boolean
  /** What the store says of it at the end; null when it is not there. */
  readonly state: string | null
}

/** A run as the store has it at the end. */
export interface StoredRun {
  readonly id: string
  readonly jobId: string
  readonly kind: string
  readonly state: string
  readonly fireAt: number
  readonly token: number
  readonly attempt: number
  readonly recoveries: number
  readonly publishedAt: number
  readonly result: string | null
  readonly upstream: readonly string[]
}

/** Consecutive instants that did not run, as the store has them at the end. */
export interface StoredSpan {
  readonly jobId: string
  readonly first: number
  readonly last: number
  readonly reason: string
}

/** A stretch of wall time in which nothing was wrong. */
export interface Calm {
  readonly from: number
  readonly until: number
}

/** All that a checker needs, and all that it gets. */
export interface History {
  readonly jobs: readonly JobFacts[]
  /** By time. */
  readonly events: readonly HistoryEvent[]
  readonly runs: readonly StoredRun[]
  readonly spans: readonly StoredSpan[]
  readonly calm: readonly Calm[]
  /** How late a fire may be in a calm stretch, in milliseconds. */
  readonly patience: number
}
