import type { FollowRow, JobRow, NodeRow, RunRow, SpanRow } from '../rows.ts'
import type { Answers } from './answers.ts'
import type { Answer, Ask } from './ask.ts'
import { FollowSet } from './follow-set.ts'
import { Renames } from './renames.ts'
import { RowSet } from './row-set.ts'
import type { ChangePart } from './row-source.ts'
import { Unanswered } from './unanswered.ts'

/** What a step knows of the rows: what was answered, under the ids of now, and what the step made of it. */
export class StepRows {
  readonly jobs: RowSet<JobRow> = new RowSet(({ id }) => id)
  readonly runs: RowSet<RunRow> = new RowSet(({ id }) => id)
  readonly spans: RowSet<SpanRow> = new RowSet(
    ({ jobId, inc, first }) => `${jobId}\n${inc}\n${first}`,
  )
  readonly nodes: RowSet<NodeRow> = new RowSet(({ session }) => session)
  readonly follows: FollowSet = new FollowSet()
  readonly renames: Renames = new Renames()
  readonly #answers: Answers
  readonly #parts: ChangePart[] = []

  constructor(answers: Answers) {
    this.#answers = answers
  }

  /** All that was written, and nothing of it twice. */
  settle(): readonly ChangePart[] {
    this.#parts.push(this.#part(null))
    return this.#parts
  }

  /** All that has the id is known by now: it is known by the other one from here on. */
  rename(row: JobRow, to: string): void {
    const from = row.id
    this.#parts.push(this.#part({ from, to }))
    this.renames.add(from, to)
    this.jobs.rekey((job) => (job === row ? { id: to } : null))
    this.runs.rekey((run) => (run.jobId === from ? { jobId: to } : null))
    this.spans.rekey((span) => (span.jobId === from ? { jobId: to } : null))
    this.follows.rename(from, to)
  }

  #part(rename: ChangePart['rename']): ChangePart {
    return {
      jobs: this.jobs.settle(),
      runs: this.runs.settle(),
      spans: this.spans.settle(),
      follows: this.follows.settle(),
      nodes: this.nodes.settle(),
      rename,
    }
  }

  ask(ask: Ask): Answer {
    const answer = this.#answers.of(ask)
    if (answer === null) throw new Unanswered(ask)
    return answer
  }

  /** False for a job that this step made: the store has no rows of it. */
  isStored(jobId: string, inc: string): boolean {
    const job = this.jobs.get(jobId)
    return job === undefined || job === null || job.inc !== inc || !this.jobs.isNew(job)
  }

  adopt({ jobs = [], runs = [], spans = [], nodes = [] }: Answer): void {
    for (const job of jobs) this.adoptJob(job)
    for (const run of runs) this.adoptRun(run)
    for (const span of spans) {
      this.spans.adopt({ ...span, jobId: this.renames.current(span.jobId) })
    }
    for (const node of nodes) this.nodes.adopt(node)
  }

  adoptJob(read: JobRow): JobRow | null {
    return this.jobs.adopt({ ...read, id: this.renames.current(read.id) })
  }

  adoptRun(read: RunRow): RunRow | null {
    return this.runs.adopt({ ...read, jobId: this.renames.current(read.jobId) })
  }

  /** The jobs of an answer, as the step has them. */
  found(ask: Ask): readonly JobRow[] {
    return (this.ask(ask).jobs ?? []).flatMap((job) => this.adoptJob(job) ?? [])
  }

  followsOf(child: string): readonly FollowRow[] {
    const known = this.follows.of(child)
    if (known !== null) return known
    return this.follows.adopt(child, this.ask({ ask: 'followsOf', job: child }).follows ?? [])
  }

  followersOf(parent: string): readonly FollowRow[] {
    const { follows = [] } = this.ask({ ask: 'followersOf', job: parent })
    return this.follows.followersOf(parent, follows)
  }
}
