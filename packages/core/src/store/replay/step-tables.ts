import type { EpochMs } from '../../time/epoch.ts'
import type { FollowRow, JobRow, NodeRow, RunRow, SpanRow } from '../rows.ts'
import type { Room, Session } from '../store-messages.ts'
import type { JobPatch, NodePatch, RunPatch, Tables } from '../tables.ts'
import type { Answers } from './answers.ts'
import type { Changes } from './row-source.ts'
import { fitsRoom, isLive, isReady, readyFirst } from './ready.ts'
import { StepRows } from './step-rows.ts'
import { WakeNote } from './wake-note.ts'

/** The rows of a store inside one step, made of answers and of what the step itself wrote. One object serves one try. */
export class StepTables implements Tables {
  readonly now: EpochMs
  readonly #rows: StepRows
  readonly #wake = new WakeNote()

  constructor(answers: Answers, now: EpochMs) {
    this.#rows = new StepRows(answers)
    this.now = now
  }

  changes(): Changes {
    return { parts: this.#rows.settle(), wakeAt: this.#wake.at }
  }

  job(id: string): JobRow | null {
    const known = this.#rows.jobs.get(id)
    if (known !== undefined) return known
    if (this.#rows.renames.has(id)) return null
    const read = this.#rows.ask({ ask: 'job', job: id }).jobs?.find((row) => row.id === id)
    return read === undefined ? null : this.#rows.jobs.adopt(read)
  }

  insertJob(row: JobRow): void {
    this.#rows.jobs.put(row)
    this.#wake.note(row.nextAt)
  }

  updateJob(row: JobRow, patch: JobPatch): void {
    const before = row.nextAt
    this.#rows.jobs.update(row, patch)
    if (before === null || (row.nextAt !== null && row.nextAt < before)) this.#wake.note(row.nextAt)
  }

  deleteJob(row: JobRow): void {
    this.#rows.jobs.delete(row)
  }

  /** Reads what has the id first, so that none of it has to be looked for under the id that it had. */
  renameJob(row: JobRow, id: string): JobRow {
    this.liveRuns(row.id, row.inc)
    this.lastSpan(row.id, row.inc)
    this.#rows.followsOf(row.id)
    for (const { child } of this.#rows.followersOf(row.id)) this.#rows.followsOf(child)
    this.#rows.rename(row, id)
    return row
  }

  dueJobs(until: EpochMs, limit: number): readonly JobRow[] {
    const isDue = ({ state, nextAt }: JobRow): boolean =>
      state === 'active' && nextAt !== null && nextAt <= until
    this.#rows.adopt(this.#rows.ask({ ask: 'dueJobs', until, limit }))
    return [...this.#rows.jobs].filter(isDue).sort(byNext).slice(0, limit)
  }

  nextDue(until: EpochMs): EpochMs | null {
    return this.#rows.ask({ ask: 'nextDue', until }).at ?? null
  }

  declaredJobs(app: string): readonly JobRow[] {
    this.#rows.adopt(this.#rows.ask({ ask: 'declaredJobs', app }))
    return [...this.#rows.jobs].filter(
      ({ declaration, state }) =>
        declaration?.app === app && (state === 'active' || state === 'paused'),
    )
  }

  unarmedJobs(limit: number): readonly JobRow[] {
    return this.#rows.found({ ask: 'unarmedJobs', limit })
  }

  queuedJobs(limit: number): readonly JobRow[] {
    return this.#rows.found({ ask: 'queuedJobs', limit })
  }

  run(id: string): RunRow | null {
    const known = this.#rows.runs.get(id)
    if (known !== undefined) return known
    const read = this.#rows.ask({ ask: 'run', run: id }).runs?.find((row) => row.id === id)
    return read === undefined ? null : this.#rows.adoptRun(read)
  }

  insertRun(row: RunRow): void {
    this.#rows.runs.put(row)
    this.#wake.note(row.readyAt)
  }

  updateRun(row: RunRow, patch: RunPatch): void {
    this.#rows.runs.update(row, patch)
    this.#wake.note(patch.readyAt ?? null)
  }

  deleteRun(row: RunRow): void {
    this.#rows.runs.delete(row)
  }

  liveRuns(jobId: string, inc: string): readonly RunRow[] {
    // A job that this step made has no runs but those that it made.
    if (this.#rows.isStored(jobId, inc))
      this.#rows.adopt(this.#rows.ask({ ask: 'liveRuns', job: jobId }))
    return [...this.#rows.runs]
      .filter((run) => run.inc === inc && isLive(run))
      .sort((a, b) => a.seq - b.seq)
  }

  readyRuns(room: Room, limit: number): readonly RunRow[] {
    this.#rows.adopt(this.#rows.ask({ ask: 'readyRuns', room, limit }))
    return [...this.#rows.runs]
      .filter((run) => fitsRoom(run, room) && isReady(run, this.now))
      .sort(readyFirst)
      .slice(0, limit)
  }

  /** Never later than it is, and earlier where the step itself took a run away: looking too soon costs nothing. */
  nextReady(room: Room): EpochMs | null {
    const stored = this.#rows.ask({ ask: 'nextReady', room }).at ?? null
    const own = [...this.#rows.runs].flatMap((run) =>
      fitsRoom(run, room) && run.readyAt !== null && run.readyAt > this.now ? [run.readyAt] : [],
    )
    const all = stored === null ? own : [...own, stored]
    return all.length === 0 ? null : Math.min(...all)
  }

  ownedRuns(session: Session): readonly RunRow[] {
    this.#rows.adopt(this.#rows.ask({ ask: 'ownedRuns', session }))
    return [...this.#rows.runs].filter((run) => run.owner === session)
  }

  lastSpan(jobId: string, inc: string): SpanRow | null {
    if (this.#rows.isStored(jobId, inc))
      this.#rows.adopt(this.#rows.ask({ ask: 'lastSpans', job: jobId }))
    const own = [...this.#rows.spans].filter((span) => span.jobId === jobId && span.inc === inc)
    return own.reduce<SpanRow | null>(
      (last, span) => (last === null || span.first > last.first ? span : last),
      null,
    )
  }

  insertSpan(row: SpanRow): void {
    this.#rows.spans.put(row)
  }

  updateSpan(row: SpanRow, patch: { last: EpochMs; expiresAt: EpochMs }): void {
    this.#rows.spans.update(row, patch)
  }

  followsOf(child: string): readonly FollowRow[] {
    return this.#rows.followsOf(child)
  }

  followersOf(parent: string): readonly FollowRow[] {
    return this.#rows.followersOf(parent)
  }

  setFollows(child: string, rows: readonly FollowRow[]): void {
    this.#rows.follows.set(child, rows)
  }

  node(session: Session): NodeRow | null {
    const known = this.#rows.nodes.get(session)
    if (known !== undefined) return known
    const read = this.#rows
      .ask({ ask: 'node', session })
      .nodes?.find((row) => row.session === session)
    return read === undefined ? null : this.#rows.nodes.adopt(read)
  }

  insertNode(row: NodeRow): void {
    this.#rows.nodes.put(row)
  }

  updateNode(row: NodeRow, patch: NodePatch): void {
    this.#rows.nodes.update(row, patch)
  }

  deleteNode(row: NodeRow): void {
    this.#rows.nodes.delete(row)
  }

  nodes(): readonly NodeRow[] {
    this.#rows.adopt(this.#rows.ask({ ask: 'nodes' }))
    return [...this.#rows.nodes].sort(byStart)
  }

  /** Rows that are no longer kept are deleted by the store itself, in statements of its own. */
  prune(): number {
    throw new Error('a step over answers prunes nothing: its store does')
  }
}

function byNext(a: JobRow, b: JobRow): number {
  return (a.nextAt ?? 0) - (b.nextAt ?? 0)
}

function byStart(a: NodeRow, b: NodeRow): number {
  return a.startedAt - b.startedAt || (a.session < b.session ? -1 : 1)
}
