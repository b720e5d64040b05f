import type { Answer, ChangePart, EpochMs, JobRow, RunRow, SpanRow } from '@punctual/core/store'
import { jobTable } from './rows/job-table.ts'
import { under, upTo, type Range } from './rows/member.ts'
import { runTable } from './rows/run-table.ts'
import { unsortable } from './rows/sortable.ts'
import { spanTable } from './rows/span-table.ts'
import type { Table } from './rows/table.ts'
import type { Question } from './steps/question.ts'
import { textsOf } from './steps/reply.ts'
import { byKey, someOf } from './steps/row-question.ts'
import type { StepReading } from './steps/step-reading.ts'
import type { Step } from './steps/step-runner.ts'

/** Spans that are kept of a job. */
const SPANS = 100
/** Jobs that one call looks at; the next goes on where it stopped, so that no call takes long. */
const JOBS = 200
/** Runs, or spans, of a job that one call looks at. */
const OF_A_JOB = 2_000

/** Finds what is no longer kept. It lives as long as its store, because it goes round the jobs. */
export class Retention {
  #after = ''

  async prune(reading: StepReading, now: EpochMs, limit: number): Promise<Step<number>> {
    const doomed = new Doomed(limit)
    await reading.inquire([
      someOf(runTable, first(runTable, upTo('runs.expires', now), limit), (runs) =>
        doomed.takeRuns(runs),
      ),
      someOf(spanTable, first(spanTable, upTo('spans.expires', now), limit), (spans) =>
        doomed.takeSpans(spans),
      ),
    ])
    if (doomed.left > 0) await this.#goRound(reading, now, doomed)
    return { result: limit - doomed.left, changes: { parts: [doomed.part], wakeAt: null } }
  }

  async #goRound(reading: StepReading, now: EpochMs, doomed: Doomed): Promise<void> {
    const after = { index: 'jobs.id', min: `(${this.#after}`, max: '+' }
    const [{ jobs = [] } = {}] = await reading.inquire([
      someOf(jobTable, first(jobTable, after, JOBS), (rows) => ({ jobs: rows })),
    ])
    const counts = await countsOf(reading, jobs)
    for (const [at, job] of jobs.entries()) {
      await pruneJob(reading, now, { job, ...counts[at]! }, doomed)
      if (doomed.left <= 0) return
      this.#after = job.id
    }
    if (jobs.length < JOBS) this.#after = ''
  }
}

/** What is to be deleted. */
class Doomed {
  readonly part: ChangePart & {
    readonly jobs: { before: JobRow; after: null }[]
    readonly runs: { before: RunRow; after: null }[]
    readonly spans: { before: SpanRow; after: null }[]
    readonly follows: Map<string, []>
  } = { jobs: [], runs: [], spans: [], follows: new Map(), nodes: [], rename: null }
  readonly #keys = new Set<string>()
  left: number

  constructor(limit: number) {
    this.left = limit
  }

  takeRuns(runs: readonly RunRow[]): Answer {
    for (const run of runs) {
      if (run.endedAt !== null && this.#takes(runTable, run))
        this.part.runs.push({ before: run, after: null })
    }
    return {}
  }

  takeSpans(spans: readonly SpanRow[]): Answer {
    for (const span of spans) {
      if (this.#takes(spanTable, span)) this.part.spans.push({ before: span, after: null })
    }
    return {}
  }

  takeJob(job: JobRow): void {
    if (!this.#takes(jobTable, job)) return
    this.part.jobs.push({ before: job, after: null })
    this.part.follows.set(job.id, [])
  }

  #takes<Row>(table: Table<Row>, row: Row): boolean {
    const key = `${table.name} ${table.key(row)}`
    if (this.left <= 0 || this.#keys.has(key)) return false
    this.#keys.add(key)
    this.left -= 1
    return true
  }
}

interface Looked {
  readonly job: JobRow
  readonly runs: number
  readonly spans: number
}

async function pruneJob(
  reading: StepReading,
  now: EpochMs,
  { job, runs, spans }: Looked,
  doomed: Doomed,
): Promise<void> {
  const { keep, maxAge } = job.policies.history
  if (runs > keep) {
    const ids = await surplusRuns(reading, job, doomed.left)
    await reading.inquire([byKey(runTable, ids, (rows) => doomed.takeRuns(rows))])
  }
  if (spans > SPANS) {
    const oldest = first(spanTable, under('spans.job', job.id), spans - SPANS)
    await reading.inquire([someOf(spanTable, oldest, (rows) => doomed.takeSpans(rows))])
  }
  if (runs > 0 || job.state !== 'finished' || job.declaration !== null) return
  if (job.updatedAt + maxAge > now) return
  // A finished job goes when its last run has gone.
  reading.length(under('runs.job', job.id), 0)
  doomed.takeJob(job)
}

/** The runs that are more than the job keeps, live ones among them. Members are job, published and position, run. */
async function surplusRuns(reading: StepReading, job: JobRow, limit: number): Promise<string[]> {
  const floor = job.runSeq - job.policies.history.keep
  const ids: string[] = []
  const { index, min, max } = under('runs.job', job.id)
  const members: Question = {
    put: (call) => call.add('members', call.key(index), min, max, OF_A_JOB),
    answer(reply) {
      for (const member of textsOf(reply)) {
        const [, place = '', id = ''] = member?.split('\n') ?? []
        if (unsortable(place.slice(place.length / 2)) <= floor) ids.push(id)
      }
      return {}
    },
  }
  await reading.inquire([members])
  return ids.slice(0, Math.max(limit * 2, JOBS))
}

async function countsOf(
  reading: StepReading,
  jobs: readonly JobRow[],
): Promise<readonly Pick<Looked, 'runs' | 'spans'>[]> {
  const counts = jobs.map(() => ({ runs: 0, spans: 0 }))
  const count = ({ index, min, max }: Range, told: (count: number) => void): Question => ({
    put: (call) => call.add('count', call.key(index), min, max),
    answer(reply) {
      told(Number(reply))
      return {}
    },
  })
  const questions = jobs.flatMap(({ id }, at) => [
    count(under('runs.job', id), (runs) => (counts[at]!.runs = runs)),
    count(under('spans.job', id), (spans) => (counts[at]!.spans = spans)),
  ])
  if (questions.length > 0) await reading.inquire(questions)
  return counts
}

function first<Row>(
  table: Table<Row>,
  { index, min, max }: Range,
  count: number,
): Parameters<typeof someOf>[1] {
  return (call) => call.add('range', call.key(index), call.key(table.name), min, max, count)
}
