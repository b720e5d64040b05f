import type { EpochMs } from '../../time/epoch.ts'
import type { FollowRow, JobRow, NodeRow, RunRow, SpanRow } from '../rows.ts'
import type { Room, Session } from '../store-messages.ts'
import type { JobPatch, NodePatch, RunPatch, Tables } from '../tables.ts'
import type { Answers } from './answers.ts'
import type { Answer, Ask } from './ask.ts'
import type { Changes } from './row-source.ts'
import { FollowSet } from './follow-set.ts'
import { fitsRoom, isLive, isReady, readyFirst } from './ready.ts'
import { Renames } from './renames.ts'
import { RowSet } from './row-set.ts'
import { Unanswered } from './unanswered.ts'
import { WakeNote } from './wake-note.ts'

/** The rows of a store inside one step, made of answers and of what the step itself wrote. One object serves one try. */
export class StepTables implements Tables {
  readonly now: EpochMs
  readonly #answers: Answers
  readonly #jobs = new RowSet<JobRow>(({ id }) => id)
  readonly #runs = new RowSet<RunRow>(({ id }) => id)
  readonly #spans = new RowSet<SpanRow>(({ jobId, inc, first }) => `${jobId}\n${inc}\n${first}`)
  readonly #nodes = new RowSet<NodeRow>(({ session }) => session)
  readonly #follows = new FollowSet()
  readonly #wake = new WakeNote()
  readonly #renames = new Renames()

  constructor(answers: Answers, now: EpochMs) {
    this.#answers = answers
    this.now = now
  }

  changes(): Changes {
    return {
      renames: this.#renames.list,
      jobs: this.#jobs.changes(),
      runs: this.#runs.changes(),
      spans: this.#spans.changes(),
      follows: this.#follows.changes(),
      nodes: this.#nodes.changes(),
      wakeAt: this.#wake.at,
    }
  }

  job(id: string): JobRow | null {
    const known = this.#jobs.get(id)
    if (known !== undefined) return known
    if (this.#renames.has(id)) return null
    const read = this.#ask({ ask: 'job', job: id }).jobs?.find((row) => row.id === id)
    return read === undefined ? null : this.#jobs.adopt(read)
  }

  insertJob(row: JobRow): void {
    this.#jobs.put(row)
    this.#wake.note(row.nextAt)
  }

  updateJob(row: JobRow, patch: JobPatch): void {
    const before = row.nextAt
    this.#jobs.update(row, patch)
    if (before === null || (row.nextAt !== null && row.nextAt < before)) this.#wake.note(row.nextAt)
  }

  deleteJob(row: JobRow): void {
    this.#jobs.delete(row)
  }

  renameJob(row: JobRow, id: string): JobRow {
    const from = row.id
    this.#renames.add(from, id)
    this.#jobs.rekey((job) => (job === row ? { id } : null))
    this.#runs.rekey((run) => (run.jobId === from ? { jobId: id } : null))
    this.#spans.rekey((span) => (span.jobId === from ? { jobId: id } : null))
    this.#follows.rename(from, id)
    return row
  }

  dueJobs(until: EpochMs, limit: number): readonly JobRow[] {
    const isDue = ({ state, nextAt }: JobRow): boolean =>
      state === 'active' && nextAt !== null && nextAt <= until
    this.#adopt(this.#ask({ ask: 'dueJobs', until, limit }))
    return [...this.#jobs].filter(isDue).sort(byNext).slice(0, limit)
  }

  nextDue(until: EpochMs): EpochMs | null {
    return this.#ask({ ask: 'nextDue', until }).at ?? null
  }

  declaredJobs(app: string): readonly JobRow[] {
    this.#adopt(this.#ask({ ask: 'declaredJobs', app }))
    return [...this.#jobs].filter(
      ({ declaration, state }) =>
        declaration?.app === app && (state === 'active' || state === 'paused'),
    )
  }

  unarmedJobs(limit: number): readonly JobRow[] {
    return this.#found({ ask: 'unarmedJobs', limit })
  }

  queuedJobs(limit: number): readonly JobRow[] {
    return this.#found({ ask: 'queuedJobs', limit })
  }

  run(id: string): RunRow | null {
    const known = this.#runs.get(id)
    if (known !== undefined) return known
    const read = this.#ask({ ask: 'run', run: id }).runs?.find((row) => row.id === id)
    return read === undefined ? null : this.#adoptRun(read)
  }

  insertRun(row: RunRow): void {
    this.#runs.put(row)
    this.#wake.note(row.readyAt)
  }

  updateRun(row: RunRow, patch: RunPatch): void {
    this.#runs.update(row, patch)
    this.#wake.note(patch.readyAt ?? null)
  }

  deleteRun(row: RunRow): void {
    this.#runs.delete(row)
  }

  liveRuns(jobId: string, inc: string): readonly RunRow[] {
    // A job that this step made has no runs but those that it made.
    if (this.#isStored(jobId, inc)) this.#adopt(this.#ask(this.#asked('liveRuns', jobId)))
    return [...this.#runs]
      .filter((run) => run.inc === inc && isLive(run))
      .sort((a, b) => a.seq - b.seq)
  }

  readyRuns(room: Room, limit: number): readonly RunRow[] {
    this.#adopt(this.#ask({ ask: 'readyRuns', room, limit }))
    return [...this.#runs]
      .filter((run) => fitsRoom(run, room) && isReady(run, this.now))
      .sort(readyFirst)
      .slice(0, limit)
  }

  nextReady(room: Room): EpochMs | null {
    const stored = this.#ask({ ask: 'nextReady', room }).at ?? null
    const own = [...this.#runs].flatMap((run) =>
      fitsRoom(run, room) && run.readyAt !== null && run.readyAt > this.now ? [run.readyAt] : [],
    )
    const all = stored === null ? own : [...own, stored]
    return all.length === 0 ? null : Math.min(...all)
  }

  ownedRuns(session: Session): readonly RunRow[] {
    this.#adopt(this.#ask({ ask: 'ownedRuns', session }))
    return [...this.#runs].filter((run) => run.owner === session)
  }

  lastSpan(jobId: string, inc: string): SpanRow | null {
    if (this.#isStored(jobId, inc)) this.#adopt(this.#ask(this.#asked('lastSpans', jobId)))
    const own = [...this.#spans].filter((span) => span.jobId === jobId && span.inc === inc)
    return own.reduce<SpanRow | null>(
      (last, span) => (last === null || span.first > last.first ? span : last),
      null,
    )
  }

  insertSpan(row: SpanRow): void {
    this.#spans.put(row)
  }

  updateSpan(row: SpanRow, patch: { last: EpochMs; expiresAt: EpochMs }): void {
    this.#spans.update(row, patch)
  }

  followsOf(child: string): readonly FollowRow[] {
    const own = this.#follows.of(child)
    return own ?? this.#followRows(this.#ask(this.#asked('followsOf', child)))
  }

  followersOf(parent: string): readonly FollowRow[] {
    const stored = this.#followRows(this.#ask(this.#asked('followersOf', parent)))
    return this.#follows.followersOf(parent, stored)
  }

  setFollows(child: string, rows: readonly FollowRow[]): void {
    this.#follows.set(child, rows)
  }

  node(session: Session): NodeRow | null {
    const known = this.#nodes.get(session)
    if (known !== undefined) return known
    const read = this.#ask({ ask: 'node', session }).nodes?.find((row) => row.session === session)
    return read === undefined ? null : this.#nodes.adopt(read)
  }

  insertNode(row: NodeRow): void {
    this.#nodes.put(row)
  }

  updateNode(row: NodeRow, patch: NodePatch): void {
    this.#nodes.update(row, patch)
  }

  deleteNode(row: NodeRow): void {
    this.#nodes.delete(row)
  }

  nodes(): readonly NodeRow[] {
    this.#adopt(this.#ask({ ask: 'nodes' }))
    return [...this.#nodes].sort(byStart)
  }

  /** Rows that are no longer kept are deleted by the store itself, in statements of its own. */
  prune(): number {
    throw new Error('a step over answers prunes nothing: its store does')
  }

  #ask(ask: Ask): Answer {
    const answer = this.#answers.of(ask)
    if (answer === null) throw new Unanswered(ask)
    return answer
  }

  /** The store knows a job by the id that it had before this step. */
  #asked(ask: 'liveRuns' | 'lastSpans' | 'followsOf' | 'followersOf', id: string): Ask {
    return { ask, job: this.#renames.stored(id) }
  }

  #isStored(jobId: string, inc: string): boolean {
    const job = this.#jobs.get(jobId)
    return job === undefined || job === null || job.inc !== inc || !this.#jobs.isNew(job)
  }

  #adopt({ jobs = [], runs = [], spans = [], nodes = [] }: Answer): void {
    for (const job of jobs) this.#adoptJob(job)
    for (const run of runs) this.#adoptRun(run)
    for (const span of spans)
      this.#spans.adopt({ ...span, jobId: this.#renames.current(span.jobId) })
    for (const node of nodes) this.#nodes.adopt(node)
  }

  #adoptJob(read: JobRow): JobRow | null {
    return this.#jobs.adopt({ ...read, id: this.#renames.current(read.id) })
  }

  #adoptRun(read: RunRow): RunRow | null {
    return this.#runs.adopt({ ...read, jobId: this.#renames.current(read.jobId) })
  }

  #found(ask: Ask): readonly JobRow[] {
    return (this.#ask(ask).jobs ?? []).flatMap((job) => this.#adoptJob(job) ?? [])
  }

  #followRows({ follows = [] }: Answer): readonly FollowRow[] {
    return follows.map((row) => ({
      ...row,
      child: this.#renames.current(row.child),
      parent: this.#renames.current(row.parent),
    }))
  }
}

function byNext(a: JobRow, b: JobRow): number {
  return (a.nextAt ?? 0) - (b.nextAt ?? 0)
}

function byStart(a: NodeRow, b: NodeRow): number {
  return a.startedAt - b.startedAt || (a.session < b.session ? -1 : 1)
}
