import type { EpochMs } from '../time/epoch.ts'
import type { FollowRow, JobRow, NodeRow, RunRow, SpanRow } from './rows.ts'
import type { Room, Session } from './store-messages.ts'

type Writable<T> = { -readonly [K in keyof T]?: T[K] }

/** The columns that a change touches; no others are written. */
export type JobPatch = Writable<Omit<JobRow, 'id'>>
export type RunPatch = Writable<Omit<RunRow, 'id' | 'jobId' | 'inc'>>
export type NodePatch = Writable<Omit<NodeRow, 'session'>>

/**
 * The rows of a store inside one atomic step. The operations of the store contract are written once, over this; a store
 * only has to make the rows, the step and the order real. After `updateX(row, patch)` the row handed in shows the patch.
 */
export interface Tables {
  /** The store's clock, fixed for the step. */
  readonly now: EpochMs

  job(id: string): JobRow | null
  insertJob(row: JobRow): void
  updateJob(row: JobRow, patch: JobPatch): void
  /** The job alone: its runs and spans stay. */
  deleteJob(row: JobRow): void
  /** Gives the job, its runs, spans and follow rows another id. */
  renameJob(row: JobRow, id: string): JobRow
  /** Active jobs with `nextAt <= until`, the earliest first as far as is cheap. */
  dueJobs(until: EpochMs, limit: number): readonly JobRow[]
  /** The earliest `nextAt` after `until`. */
  nextDue(until: EpochMs): EpochMs | null
  /** Declared jobs of an app that are active or paused. */
  declaredJobs(app: string): readonly JobRow[]
  /** Active jobs of mode `delay` without `nextAt` and without a live run. */
  unarmedJobs(limit: number): readonly JobRow[]
  /** Jobs with a waiting run. */
  queuedJobs(limit: number): readonly JobRow[]

  run(id: string): RunRow | null
  insertRun(row: RunRow): void
  updateRun(row: RunRow, patch: RunPatch): void
  deleteRun(row: RunRow): void
  /** Waiting, pending and running runs of an incarnation, by `seq`. */
  liveRuns(jobId: string, inc: string): readonly RunRow[]
  /** Pending runs that fit the room and are ready, by priority (higher first), then `readyAt`. */
  readyRuns(room: Room, limit: number): readonly RunRow[]
  /** The earliest `readyAt` after now of the pending runs that fit the room. */
  nextReady(room: Room): EpochMs | null
  ownedRuns(session: Session): readonly RunRow[]

  /** The span with the greatest `first` of an incarnation. */
  lastSpan(jobId: string, inc: string): SpanRow | null
  /** In place of one that begins at the same instant. */
  insertSpan(row: SpanRow): void
  updateSpan(row: SpanRow, patch: { last: EpochMs; expiresAt: EpochMs }): void

  followsOf(child: string): readonly FollowRow[]
  followersOf(parent: string): readonly FollowRow[]
  /** Replaces all rows of the child. */
  setFollows(child: string, rows: readonly FollowRow[]): void

  node(session: Session): NodeRow | null
  insertNode(row: NodeRow): void
  updateNode(row: NodeRow, patch: NodePatch): void
  deleteNode(row: NodeRow): void
  nodes(): readonly NodeRow[]

  /**
   * Deletes what retention no longer keeps, at most `limit` rows: ended runs past `expiresAt` or beyond the job's
   * `history.keep`, spans past `expiresAt` or beyond 100 per job, finished jobs that nobody declares past
   * `history.maxAge` without runs: one that is declared stays, or code would start it anew.
   */
  prune(limit: number): number
}
