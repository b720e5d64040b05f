import type {
  Answer,
  ChangePart,
  Changes,
  JobRow,
  NodeRow,
  RunRow,
  SpanRow,
} from '@punctual/core/store'
import { followTable, type FollowSheet } from '../rows/follow-table.ts'
import { jobTable } from '../rows/job-table.ts'
import { under } from '../rows/member.ts'
import { nodeTable } from '../rows/node-table.ts'
import { runTable } from '../rows/run-table.ts'
import { spanTable } from '../rows/span-table.ts'
import { ABSENT, type Stored } from '../rows/stored.ts'
import type { Table } from '../rows/table.ts'
import { Edits } from './edits.ts'
import { allOf } from './row-question.ts'
import { Sheet } from './sheet.ts'
import type { StepReading } from './step-reading.ts'

/** What a step is to change, made of its changes one part after the other. */
export class Draft {
  readonly #reading: StepReading
  readonly #jobs: Sheet<JobRow>
  readonly #runs: Sheet<RunRow>
  readonly #spans: Sheet<SpanRow>
  readonly #nodes: Sheet<NodeRow>
  readonly #follows: Sheet<FollowSheet>

  constructor(reading: StepReading) {
    this.#reading = reading
    const sheet = <Row extends object>(table: Table<Row>): Sheet<Row> =>
      new Sheet(table, (key): Stored<Row> => reading.stored(table, key) ?? ABSENT)
    this.#jobs = sheet(jobTable)
    this.#runs = sheet(runTable)
    this.#spans = sheet(spanTable)
    this.#nodes = sheet(nodeTable)
    this.#follows = sheet(followTable)
  }

  async take({ parts }: Changes): Promise<void> {
    for (const part of parts) {
      await this.#learn(part)
      this.#takePart(part)
      if (part.rename !== null) await this.#rename(part.rename)
    }
  }

  edits(stamp: string): Edits {
    const edits = new Edits(stamp)
    edits.take(this.#jobs)
    edits.take(this.#runs)
    edits.take(this.#spans)
    edits.take(this.#nodes)
    edits.take(this.#follows)
    return edits
  }

  /** Nearly always all of it is known: what a step changes it has read. */
  async #learn({ jobs, runs, spans, nodes, follows }: ChangePart): Promise<void> {
    const reading = this.#reading
    await reading.learn(jobTable, keysOf(jobTable, jobs))
    await reading.learn(runTable, keysOf(runTable, runs))
    await reading.learn(spanTable, keysOf(spanTable, spans))
    await reading.learn(nodeTable, keysOf(nodeTable, nodes))
    await reading.learn(followTable, [...follows.keys()])
  }

  #takePart({ jobs, runs, spans, nodes, follows }: ChangePart): void {
    takeRows(this.#jobs, jobs)
    takeRows(this.#runs, runs)
    takeRows(this.#spans, spans)
    takeRows(this.#nodes, nodes)
    for (const [child, rows] of follows) {
      if (rows.length === 0) this.#follows.delete(child)
      else this.#follows.put({ child, rows })
    }
  }

  /** Another id for a job and all that stands under it, as if each row had been changed. */
  async #rename({ from, to }: NonNullable<ChangePart['rename']>): Promise<void> {
    await this.#reading.learn(followTable, [from, to])
    this.#follows.know(from)
    await this.#reading.inquire([
      allOf(runTable, under('runs.job', from), (runs) => known(this.#runs, runs)),
      allOf(spanTable, under('spans.job', from), (spans) => known(this.#spans, spans)),
      allOf(followTable, under('follows.parent', from), (rows) => known(this.#follows, rows)),
    ])
    const named = (id: string): string => (id === from ? to : id)
    this.#jobs.know(from)
    this.#jobs.reshape((job) => (job.id === from ? { ...job, id: to } : job))
    this.#runs.reshape((run) => (run.jobId === from ? { ...run, jobId: to } : run))
    this.#spans.reshape((span) => (span.jobId === from ? { ...span, jobId: to } : span))
    this.#follows.reshape(({ child, rows }) => ({
      child: named(child),
      rows: rows.map((row) => ({ ...row, child: named(row.child), parent: named(row.parent) })),
    }))
  }
}

/** Rows that are there, and may get another form. */
function known<Row extends object>(sheet: Sheet<Row>, rows: readonly Row[]): Answer {
  for (const row of rows) sheet.know(sheet.table.key(row))
  return {}
}

function keysOf<Row>(
  table: Table<Row>,
  changes: readonly { readonly before: Row | null; readonly after: Row | null }[],
): readonly string[] {
  return changes.flatMap(({ before, after }) => {
    const row = after ?? before
    return row === null ? [] : [table.key(row)]
  })
}

function takeRows<Row extends object>(
  sheet: Sheet<Row>,
  changes: readonly { readonly before: Row | null; readonly after: Row | null }[],
): void {
  for (const { before, after } of changes) {
    if (after !== null) sheet.put(after)
    else if (before !== null) sheet.delete(sheet.table.key(before))
  }
}
