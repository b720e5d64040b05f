import type { FollowRow, JobRow, NodeRow, RunRow, SpanRow } from '../../store/rows.ts'
import type { Room, Session } from '../../store/store-messages.ts'
import type { JobPatch, NodePatch, RunPatch, Tables } from '../../store/tables.ts'
import type { EpochMs } from '../../time/epoch.ts'
import { FollowTable } from './follow-table.ts'
import { JobTable } from './job-table.ts'
import { Journal } from './journal.ts'
import { Ledgers } from './ledgers.ts'
import { NodeTable } from './node-table.ts'
import { Pruning } from './pruning.ts'
import { RunTable } from './run-table.ts'
import { SpanTable } from './span-table.ts'
import { WakeCalls } from './wake-calls.ts'

/** The rows of a memory store; a step that fails is taken back. */
export class MemoryTables implements Tables {
  now: EpochMs = 0
  readonly journal: Journal = new Journal()
  readonly ledgers: Ledgers = new Ledgers(this.journal)
  readonly jobs: JobTable = new JobTable(this.journal)
  readonly runs: RunTable = new RunTable(this.journal, this.ledgers)
  readonly spans: SpanTable = new SpanTable(this.journal, this.ledgers)
  readonly follows: FollowTable = new FollowTable(this.journal)
  readonly sessions: NodeTable = new NodeTable(this.journal)
  readonly wakeCalls: WakeCalls = new WakeCalls()
  readonly pruning: Pruning = new Pruning(this)

  job(id: string): JobRow | null {
    return this.jobs.row(id)
  }

  insertJob(row: JobRow): void {
    this.jobs.insert(row)
    if (row.nextAt !== null) this.wakeCalls.note(row.nextAt)
  }

  updateJob(row: JobRow, patch: JobPatch): void {
    const before = row.nextAt
    this.jobs.update(row, patch)
    const { nextAt } = row
    if (nextAt !== null && (before === null || nextAt < before)) this.wakeCalls.note(nextAt)
  }

  deleteJob(row: JobRow): void {
    this.jobs.delete(row)
  }

  renameJob(row: JobRow, id: string): JobRow {
    const from = row.id
    const moved = this.ledgers.rename(from, id)
    this.journal.add(() => this.ledgers.move(moved, from))
    this.follows.rename(from, id)
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
    const rows = this.jobs.unarmed()
    return rows.filter((row) => this.liveRuns(row.id, row.inc).length === 0).slice(0, limit)
  }

  queuedJobs(limit: number): readonly JobRow[] {
    return this.ledgers.queued(limit).flatMap((id) => this.jobs.row(id) ?? [])
  }

  run(id: string): RunRow | null {
    return this.runs.cell(id)?.row ?? null
  }

  insertRun(row: RunRow): void {
    this.runs.insert(row)
    if (row.readyAt !== null) this.wakeCalls.note(row.readyAt)
  }

  updateRun(row: RunRow, patch: RunPatch): void {
    this.runs.update(row, patch)
    if (typeof patch.readyAt === 'number') this.wakeCalls.note(patch.readyAt)
    if (typeof patch.cancel === 'string') this.wakeCalls.noteNews()
  }

  deleteRun(row: RunRow): void {
    this.runs.delete(row)
  }

  liveRuns(jobId: string, inc: string): readonly RunRow[] {
    const rows = this.ledgers.live(jobId)
    return rows.length === 0 ? rows : rows.filter((row) => row.inc === inc)
  }

  readyRuns(room: Room, limit: number): readonly RunRow[] {
    return this.runs.ready.list(room, this.now, limit).map((cell) => cell.row)
  }

  nextReady(room: Room): EpochMs | null {
    return this.runs.ready.next(room, this.now)
  }

  ownedRuns(session: Session): readonly RunRow[] {
    return this.runs.owned.of(session).map((cell) => cell.row)
  }

  lastSpan(jobId: string, inc: string): SpanRow | null {
    return this.spans.last(jobId, inc)
  }

  insertSpan(row: SpanRow): void {
    this.spans.insert(row)
  }

  updateSpan(row: SpanRow, patch: { last: EpochMs; expiresAt: EpochMs }): void {
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
    return this.sessions.row(session)
  }

  insertNode(row: NodeRow): void {
    this.sessions.insert(row)
    this.wakeCalls.noteNews()
  }

  updateNode(row: NodeRow, patch: NodePatch): void {
    this.sessions.update(row, patch)
    if (patch.alive !== undefined) this.wakeCalls.noteNews()
  }

  deleteNode(row: NodeRow): void {
    this.sessions.delete(row)
  }

  nodes(): readonly NodeRow[] {
    return this.sessions.rows()
  }

  prune(limit: number): number {
    return this.pruning.prune(this.now, limit)
  }
}
