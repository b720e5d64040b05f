import type { FollowRow, JobRow, NodeRow, RunRow, SpanRow } from '../rows.ts'
import type { Answers } from './answers.ts'
import type { Answer, Ask } from './ask.ts'
import { FollowSet } from './follow-set.ts'
import { Renames } from './renames.ts'
import { RowSet } from './row-set.ts'
import type { Changes } from './row-source.ts'
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

  constructor(answers: Answers) {
    this.#answers = answers
  }

  changes(): Omit<Changes, 'wakeAt'> {
    return {
      renames: this.renames.list,
      jobs: this.jobs.changes(),
      runs: this.runs.changes(),
      spans: this.spans.changes(),
      follows: this.follows.changes(),
      nodes: this.nodes.changes(),
    }
  }

  ask(ask: Ask): Answer {
    const answer = this.#answers.of(ask)
    if (answer === null) throw new Unanswered(ask)
    return answer
  }

  /** The store knows a job by the id that it had before this step. */
  askOf(ask: 'liveRuns' | 'lastSpans' | 'followsOf' | 'followersOf', id: string): Answer {
    return this.ask({ ask, job: this.renames.stored(id) })
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

  followRows({ follows = [] }: Answer): readonly FollowRow[] {
    return follows.map((row) => ({
      ...row,
      child: this.renames.current(row.child),
      parent: this.renames.current(row.parent),
    }))
  }
}
