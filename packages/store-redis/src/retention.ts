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
    const all = await lookAt(reading, this.#after)
    const looked = asFarAs(all, doomed.left)
    const runs = looked.flatMap(({ surplus }) => surplus)
    const spans = looked.filter((one) => one.spans > SPANS)
    await reading.inquire([
      byKey(runTable, runs, (rows) => doomed.takeRuns(rows)),
      ...spans.map((one) => {
        const oldest = first(spanTable, under('spans.job', one.job.id), one.spans - SPANS)
        return someOf(spanTable, oldest, (rows) => doomed.takeSpans(rows))
      }),
    ])
    for (const one of looked) if (isOver(one, now)) endJob(reading, one.job, doomed)
    const isEnd = looked.length === all.length && all.length < JOBS
    this.#after = isEnd ? '' : (looked.at(-1)?.job.id ?? '')
  }
}

interface Looked {
  readonly job: JobRow
  readonly runs: number
  readonly spans: number
  /** The ids of runs that are more than the job keeps, live ones among them. */
  readonly surplus: readonly string[]
}

/** So many of them that there is enough to delete; the rest is left for the next call. */
function asFarAs(looked: readonly Looked[], enough: number): readonly Looked[] {
  let found = 0
  const end = looked.findIndex(({ surplus, spans }) => {
    if (found >= enough) return true
    found += surplus.length + Math.max(spans - SPANS, 0)
    return false
  })
  return end === -1 ? looked : looked.slice(0, end)
}

/** A finished job goes when its last run has gone; a declared one stays for the next time its code declares it. */
function isOver({ job, runs }: Looked, now: EpochMs): boolean {
  if (runs > 0 || job.state !== 'finished' || job.declaration !== null) return false
  return job.updatedAt + job.policies.history.maxAge <= now
}

function endJob(reading: StepReading, job: JobRow, doomed: Doomed): void {
  reading.length(under('runs.job', job.id), 0)
  doomed.takeJob(job)
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

/** The jobs that come after one, with what they have too much of. */
async function lookAt(reading: StepReading, after: string): Promise<readonly Looked[]> {
  const range = { index: 'jobs.id', min: `(${after}`, max: '+' }
  const [{ jobs = [] } = {}] = await reading.inquire([
    someOf(jobTable, first(jobTable, range, JOBS), (rows) => ({ jobs: rows })),
  ])
  const runs = await counts(reading, 'runs.job', jobs)
  const spans = await counts(reading, 'spans.job', jobs)
  const surplus = new Map<string, readonly string[]>()
  const full = jobs.filter((job, at) => runs[at]! > job.policies.history.keep)
  await reading.inquire(full.map((job) => surplusRuns(job, (ids) => surplus.set(job.id, ids))))
  return jobs.map((job, at) => ({
    ...{ job, runs: runs[at]!, spans: spans[at]! },
    surplus: surplus.get(job.id) ?? [],
  }))
}

/** Members are job, published and position, run. */
function surplusRuns(job: JobRow, found: (ids: readonly string[]) => void): Question {
  const floor = job.runSeq - job.policies.history.keep
  const { index, min, max } = under('runs.job', job.id)
  return {
    put: (call) => call.add('members', call.key(index), min, max, OF_A_JOB),
    answer(reply) {
      const members = textsOf(reply).map((member) => member?.split('\n') ?? [])
      const older = members.filter(
        ([, place = '']) => unsortable(place.slice(place.length / 2)) <= floor,
      )
      found(older.map(([, , id = '']) => id))
      return {}
    },
  }
}

async function counts(
  reading: StepReading,
  index: string,
  jobs: readonly JobRow[],
): Promise<readonly number[]> {
  const found: number[] = []
  const count = ({ min, max }: Range): Question => ({
    put: (call) => call.add('count', call.key(index), min, max),
    answer(reply) {
      found.push(Number(reply))
      return {}
    },
  })
  if (jobs.length > 0) await reading.inquire(jobs.map(({ id }) => count(under(index, id))))
  return found
}

function first<Row>(
  table: Table<Row>,
  { index, min, max }: Range,
  count: number,
): Parameters<typeof someOf>[1] {
  return (call) => call.add('range', call.key(index), call.key(table.name), min, max, count)
}
