import type { SpanReason } from '../jobs/fire-record.ts'
import type { JobState } from '../jobs/job.ts'
import type { ResolvedPolicies } from '../jobs/resolved-policies.ts'
import type { RunError } from '../jobs/run-error.ts'
import type { RunState } from '../jobs/run.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'

/** Who sets the next instant: the timeline, the end of the run, or another job. */
export type TriggerMode = 'time' | 'delay' | 'event'

/** What code said of a job it declares, kept so that edits can be told apart and taken back. */
export interface Declaration {
  readonly app: string | null
  /** Of everything the code said; an equal hash changes nothing. */
  readonly hash: string
  /** JSON of the declared columns: what `resetJob` goes back to. */
  readonly text: string
  /** When the session that declared it began. */
  readonly at: EpochMs
  /** The columns that were edited at run time: `trigger`, `input`, or the name of a policy. */
  readonly edited: readonly string[]
  /** Since when no live session of the app declares it. */
  readonly missingSince: EpochMs | null
}

/** A job as every store keeps it. */
export interface JobRow {
  readonly id: string
  /** Fresh random text per creation; the first part of the ids of its runs. */
  readonly inc: string
  /** Moves with every change, publishing included: only for publish. */
  readonly version: number
  /** Moves with changes by users and deploys. */
  readonly revision: number
  readonly task: string
  readonly taskVersion: number
  /** JSON text of the unbound trigger. */
  readonly trigger: string
  readonly mode: TriggerMode
  /** When the job, with this trigger, was first stored. */
  readonly anchor: EpochMs
  /** Pause after a run, in mode `delay` only. */
  readonly delay: Millis | null
  /** JSON text. */
  readonly input: string | null
  readonly policies: ResolvedPolicies
  /** Names of the policies that the job itself was given; the others were inherited. */
  readonly given: readonly string[]
  readonly source: 'code' | 'route' | 'decorator' | 'api'
  readonly declaration: Declaration | null
  readonly state: JobState
  readonly pause: {
    readonly reason: string | null
    readonly by: string | null
    readonly at: EpochMs
  } | null
  /** The next instant at the moment the job was paused or became undeclared. */
  readonly heldNext: EpochMs | null
  /** null unless active. */
  readonly nextAt: EpochMs | null
  /** The greatest instant published with this trigger. */
  readonly high: EpochMs | null
  /** How many runs the job has had. */
  readonly runSeq: number
  /** Fires that may still become runs; null = no limit. */
  readonly runsLeft: number | null
  readonly last: {
    readonly runId: string
    readonly state: RunState
    readonly endedAt: EpochMs
  } | null
  readonly failures: number
  readonly createdAt: EpochMs
  readonly updatedAt: EpochMs
}

export type RunKind = 'fire' | 'manual' | 'follow' | 'backfill'

/** A parent run that a follow-up stands on. */
export interface UpstreamRef {
  readonly jobId: string
  readonly runId: string
  readonly state: 'succeeded' | 'failed' | 'cancelled' | 'lost'
}

/** A run as every store keeps it: only what may execute is a run. */
export interface RunRow {
  /** `inc + '.' + key`: f<instant base 36>, m<random or key>, a<parent run or hash>, b<instant>. */
  readonly id: string
  readonly jobId: string
  readonly inc: string
  /** Position in the job's history, from 1. */
  readonly seq: number
  readonly kind: RunKind
  /** The due instant; for manual runs and follow-ups the instant they were enqueued. */
  readonly fireAt: EpochMs
  readonly task: string
  readonly taskVersion: number
  readonly executor: string
  readonly priority: number
  readonly state: RunState
  /** Held from `pending` until the run is terminal; null in `waiting` and at the end. */
  readonly slot: number | null
  /** The session that runs it; null unless `running`. */
  readonly owner: string | null
  /** Grows with every claim and every reaping: an outcome with another token is refused. */
  readonly token: number
  /** The call that made or claimed it, to find it again when the answer was lost. */
  readonly batch: string | null
  readonly attempt: number
  /** Reruns after the loss of a node. */
  readonly recoveries: number
  /** Those of them without goodbye. */
  readonly crashes: number
  /** Only `pending`; null also while its job is paused. */
  readonly readyAt: EpochMs | null
  /** After this instant the run no longer starts; binds the first start only. */
  readonly startDeadline: EpochMs | null
  /** Why it was asked to stop. */
  readonly cancel: string | null
  /** JSON text; null = the input of its job. */
  readonly input: string | null
  /** JSON text. */
  readonly result: string | null
  readonly error: RunError | null
  readonly upstream: readonly UpstreamRef[] | null
  /** How many follow-ups led here. */
  readonly depth: number
  /** Earlier instants that it stands for, counted up to 1,000. */
  readonly missed: number
  /** Name of the node that ran it last; kept at the end. */
  readonly node: string | null
  readonly publishedAt: EpochMs
  readonly startedAt: EpochMs | null
  readonly endedAt: EpochMs | null
  readonly expiresAt: EpochMs | null
}

/** Consecutive due instants that did not run, with one reason and one cause. */
export interface SpanRow {
  readonly jobId: string
  readonly inc: string
  readonly first: EpochMs
  readonly last: EpochMs
  readonly reason: SpanReason
  /** The run that stood in the way. */
  readonly cause: string | null
  readonly expiresAt: EpochMs
}

/** That a job follows another; one row per child and parent. */
export interface FollowRow {
  readonly child: string
  readonly parent: string
  readonly on: 'success' | 'failure' | 'finish'
  readonly need: 'all' | 'any'
  /** The last ended run of the parent that was not yet followed up; only with `need: 'all'`. */
  readonly arrived: UpstreamRef | null
}

/** One life of a node. */
export interface NodeRow {
  readonly session: string
  readonly app: string | null
  readonly name: string
  readonly role: string
  readonly version: string | null
  readonly beat: number
  readonly alive: boolean
  readonly free: number
  /** Ids of the jobs that this session declared. */
  readonly declared: readonly string[]
  /** Where its process lives, for stores that can tell whether it is gone. */
  readonly place: string | null
  readonly startedAt: EpochMs
  readonly seenAt: EpochMs
}
