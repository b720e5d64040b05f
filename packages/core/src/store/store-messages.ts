import type { SpanReason } from '../jobs/fire-record.ts'
import type { ResolvedPolicies } from '../jobs/resolved-policies.ts'
import type { RunError } from '../jobs/run-error.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'
import type { JobRow, RunRow, TriggerMode } from './rows.ts'

/** Id of one life of a node. */
export type Session = string
/** Id of one publishing or claiming call. */
export type Batch = string
export type RunId = string

/** What a job follows. */
export interface FollowPut {
  readonly parents: readonly string[]
  readonly on: 'success' | 'failure' | 'finish'
  readonly need: 'all' | 'any'
}

/** A trigger as columns; `anchor` and `nextAt` count only where the stored trigger is another. */
export interface TriggerPut {
  readonly trigger: string
  readonly mode: TriggerMode
  readonly delay: Millis | null
  readonly anchor: EpochMs
  readonly nextAt: EpochMs | null
  readonly follow: FollowPut | null
}

/** A job to be stored. */
export interface JobPut extends TriggerPut {
  readonly id: string
  readonly inc: string
  readonly task: string
  readonly taskVersion: number
  readonly input: string | null
  readonly policies: ResolvedPolicies
  readonly given: readonly string[]
  readonly source: JobRow['source']
  readonly runsLeft: number | null
  readonly paused: boolean
  /** Only in mode `declare`. */
  readonly declaration: {
    readonly app: string | null
    readonly hash: string
    readonly text: string
    /** When this session began. */
    readonly at: EpochMs
    readonly discardEdits: boolean
    readonly formerly: readonly string[]
  } | null
}

export type PutMode = 'declare' | 'fail' | 'keep' | 'replace'

/**
 * `exists`: mode `fail` and the id is taken, mode `replace` and code declares the job, or mode `declare` and a dynamic job has the id. `unchanged`, `updated`, `kept`:
 * answers to a declaration; `kept` when a session that began later declared it otherwise. `undeclared`: stored, but waits to be resumed.
 * `cycle`: it would follow itself. Where mode `fail` refuses one job, the others are `kept` without a row: none was stored.
 */
export interface PutResult {
  readonly result:
    | 'added'
    | 'replaced'
    | 'kept'
    | 'unchanged'
    | 'updated'
    | 'exists'
    | 'undeclared'
    | 'cycle'
  readonly row: JobRow | null
}

export interface SpanPut {
  readonly first: EpochMs
  readonly last: EpochMs
  readonly reason: SpanReason
}

/** What is due, and when something will be. */
export interface Peeked {
  readonly now: EpochMs
  readonly due: readonly JobRow[]
  /** The earliest next instant of the jobs that were not returned. */
  readonly nextAt: EpochMs | null
}

export interface FirePut {
  readonly at: EpochMs
  /** Create the run already claimed by the publisher. */
  readonly own: boolean
  readonly startDeadline: EpochMs | null
  readonly missed: number
  /** Queue it whatever `overlap` says. */
  readonly catchUp: boolean
}

/**
 * One job moves on: refused as `stale` unless incarnation and version are as read. Without a next instant a job of mode
 * `time` is finished; one of mode `delay` is when it has no fires and no spans either.
 */
export interface Advance {
  readonly id: string
  readonly inc: string
  readonly version: number
  readonly next: EpochMs | null
  /** Ascending. */
  readonly fires: readonly FirePut[]
  /** Ascending. */
  readonly spans: readonly SpanPut[]
}

export interface PublishedRun {
  readonly runId: RunId
  readonly token: number
  readonly state: 'running' | 'pending' | 'waiting'
  readonly fireAt: EpochMs
}

export interface SkippedFire {
  readonly at: EpochMs
  readonly reason: SpanReason
}

export type Published =
  | {
      readonly result: 'done'
      /** In the order of the fires that became runs. */
      readonly runs: readonly PublishedRun[]
      readonly skipped: readonly SkippedFire[]
      readonly finished: boolean
    }
  | { readonly result: 'stale' | 'early' | 'busy' }

export interface NewRun {
  /** Unique within the job; a repeat is answered with the run that is there. */
  readonly key: string
  readonly job: string
  readonly kind: 'manual' | 'backfill'
  readonly input: string | null
  readonly own: boolean
}

export type Enqueued =
  | { readonly result: 'created' | 'exists'; readonly run: RunRow }
  | { readonly result: 'unknown' }

/** How many runs of which tasks an executor of this node takes. */
export interface Room {
  readonly executor: string
  readonly count: number
  /** Runs of a higher task version are left alone. */
  readonly tasks: readonly { readonly name: string; readonly version: number }[]
}

/** A run that is now the caller's, with what it needs of its job. */
export interface Claimed {
  readonly run: RunRow
  readonly input: string | null
  readonly policies: ResolvedPolicies
}

export interface ClaimAnswer {
  readonly claimed: readonly Claimed[]
  /** When the next pending run for these rooms gets ready. */
  readonly nextReadyAt: EpochMs | null
}

interface OutcomeOf {
  readonly runId: RunId
  readonly token: number
}

/**
 * How an attempt ended. `missed`: it was too late to start. `released`: it did not start. `crashed`: it took its worker along,
 * which counts towards `maxCrashes`.
 */
export type Outcome = OutcomeOf &
  (
    | { readonly end: 'succeeded'; readonly result: string | null }
    | { readonly end: 'failed'; readonly error: RunError; readonly crashed?: true }
    | { readonly end: 'cancelled'; readonly error: RunError | null }
    | {
        readonly end: 'retry'
        readonly delay: Millis
        readonly error: RunError
        readonly crashed?: true
      }
    | { readonly end: 'missed' | 'released' }
  )

/** `already`: this very outcome was stored before. `fenced`: the run is somebody else's now. `gone`: it is no longer kept. */
export interface FinishResult {
  readonly result: 'accepted' | 'already' | 'fenced' | 'gone'
  /** The run as it is now; null when it is gone or was turned into a span. */
  readonly run: RunRow | null
  /**
   * When something that this outcome put back, promoted, followed up or re-armed gets ready or due; null = nothing was.
   * A store that cannot tell leaves it out, and the engine looks again after every outcome.
   */
  readonly wakeAt?: EpochMs | null
}

export type CancelResult = 'ended' | 'asked' | 'terminal' | 'unknown'

export interface BeatLoad {
  readonly free: number
  readonly stalledMs: Millis
}

export interface Peer {
  readonly session: Session
  readonly name: string
  readonly beat: number
  readonly app: string | null
  /** Whether its role lets it publish. */
  readonly publishes: boolean
  /** The store knows that its process has ended. */
  readonly gone: boolean
}

export interface Beat {
  readonly alive: boolean
  readonly now: EpochMs
  readonly peers: readonly Peer[]
  /** Runs of this session that were asked to stop. */
  readonly cancels: readonly { readonly runId: RunId; readonly reason: string }[]
}

export type ReapOrder =
  | { readonly by: Session; readonly expectBeat: number }
  | { readonly goodbye: true }

export interface Reaped {
  /** Whether this call closed the session. */
  readonly closed: boolean
  readonly runs: readonly RunRow[]
}

export interface Swept {
  readonly pruned: number
  /** Jobs that no live session declares any more. */
  readonly undeclared: readonly JobRow[]
  /** Repairs that should never be needed: counted, alarming. */
  readonly promoted: number
  readonly rearmed: number
}
