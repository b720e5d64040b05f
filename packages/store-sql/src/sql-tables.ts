import type {
  EpochMs,
  FollowRow,
  JobPatch,
  JobRow,
  NodePatch,
  NodeRow,
  Room,
  RunPatch,
  RunRow,
  Session,
  SpanRow,
  Tables,
} from '@punctual/core/store'
import type { Connection } from './sql-value.ts'
import type { Statements } from './statements/statements.ts'
import { FollowRows } from './tables/follow-rows.ts'
import { JobRows } from './tables/job-rows.ts'
import { NodeRows } from './tables/node-rows.ts'
import type { Retained, Retention } from './tables/retention.ts'
import { RunRows } from './tables/run-rows.ts'
import { SpanRows } from './tables/span-rows.ts'

/** The rows of a store inside one step, over a connection that answers at once. One object serves one step. */
export class SqlTables implements Tables, Retained {
  readonly now: EpochMs
  readonly db: Connection
  readonly jobs: JobRows
  readonly runs: RunRows
  readonly spans: SpanRows
  readonly follows: FollowRows
  readonly #nodes: NodeRows
  readonly #retention: Retention
  #wakeAt: EpochMs | null = null

  constructor(db: Connection, sql: Statements, step: { now: EpochMs; retention: Retention }) {
    this.now = step.now
    this.db = db
    this.jobs = new JobRows(db, sql)
    this.runs = new RunRows(db, sql, step.now)
    this.spans = new SpanRows(db, sql)
    this.follows = new FollowRows(db, sql)
    this.#nodes = new NodeRows(db, sql)
    this.#retention = step.retention
  }

  /** The earliest instant at which something gets due or ready that did not before. */
  get wakeAt(): EpochMs | null {
    return this.#wakeAt
  }

  job(id: string): JobRow | null {
    return this.jobs.get(id)
  }

  insertJob(row: JobRow): void {
    this.jobs.insert(row)
    this.#note(row.nextAt)
  }

  updateJob(row: JobRow, patch: JobPatch): void {
    const before = row.nextAt
    this.jobs.update(row, patch)
    const { nextAt } = row
    if (nextAt !== null && (before === null || nextAt < before)) this.#note(nextAt)
  }

  deleteJob(row: JobRow): void {
    this.jobs.delete(row)
  }

  renameJob(row: JobRow, id: string): JobRow {
    this.runs.rename(row.id, id)
    this.spans.rename(row.id, id)
    this.follows.rename(row.id, id)
    return this.jobs.rename(row, id)
  }

  dueJobs(until: EpochMs, limit: number): readonly JobRow[] {
    return this.jobs.due(until, limit)
  }

  nextDue(until: EpochMs): EpochMs | null {
    return this.jobs.nextDue(until)
  }

  declaredJobs(app: string): readonly JobRow[] {
    return this.jobs.declared(app)
  }

  unarmedJobs(limit: number): readonly JobRow[] {
    return this.jobs.unarmed(limit)
  }

  queuedJobs(limit: number): readonly JobRow[] {
    return this.jobs.queued(limit)
  }

  run(id: string): RunRow | null {
    return this.runs.get(id)
  }

  insertRun(row: RunRow): void {
    this.runs.insert(row)
    this.#note(row.readyAt)
  }

  updateRun(row: RunRow, patch: RunPatch): void {
    this.runs.update(row, patch)
    this.#note(patch.readyAt ?? null)
  }

  deleteRun(row: RunRow): void {
    this.runs.delete(row)
  }

  liveRuns(_jobId: string, inc: string): readonly RunRow[] {
    return this.runs.live(inc)
  }

  liveRunsOf(jobId: string): readonly RunRow[] {
    return this.runs.liveOfJob(jobId)
  }

  readyRuns(room: Room, limit: number): readonly RunRow[] {
    return this.runs.ready(room, limit)
  }

  nextReady(room: Room): EpochMs | null {
    return this.runs.nextReady(room)
  }

  ownedRuns(session: Session): readonly RunRow[] {
    return this.runs.owned(session)
  }

  lastSpan(jobId: string, inc: string): SpanRow | null {
    return this.spans.last(jobId, inc)
  }

  insertSpan(row: SpanRow): void {
    this.spans.insert(row)
  }

  updateSpan(row: SpanRow, patch: Pick<SpanRow, 'last' | 'expiresAt'>): void {
    this.spans.update(row, patch)
  }

  followsOf(child: string): readonly FollowRow[] {
    return this.follows.ofChild(child)
  }

  followersOf(parent: string): readonly FollowRow[] {
    return this.follows.ofParent(parent)
  }

  setFollows(child: string, rows: readonly FollowRow[]): void {
    this.follows.set(child, rows)
  }

  node(session: Session): NodeRow | null {
    return this.#nodes.get(session)
  }

  insertNode(row: NodeRow): void {
    this.#nodes.insert(row)
  }

  updateNode(row: NodeRow, patch: NodePatch): void {
    this.#nodes.update(row, patch)
  }

  deleteNode(row: NodeRow): void {
    this.#nodes.delete(row)
  }

  nodes(): readonly NodeRow[] {
    return this.#nodes.all()
  }

  prune(limit: number): number {
    return this.#retention.prune(this, limit)
  }

  #note(at: EpochMs | null): void {
    if (at !== null && (this.#wakeAt === null || at < this.#wakeAt)) this.#wakeAt = at
  }
}
