import type { Answer, Ask, FollowRow, RunRow, SpanRow } from '@punctual/core/store'
import type { Query, SqlRecord } from '../sql-value.ts'
import type { Statements } from '../statements/statements.ts'
import { answerKey, of, type ReadInto } from './ask-kinds.ts'
import type { Batch } from './batch.ts'
import type { StepReads } from './step-reads.ts'

interface Part<Row> {
  readonly kind: 'liveRuns' | 'lastSpans' | 'followsOf' | 'followersOf'
  readonly query: (jobs: readonly string[]) => Query
  readonly read: (record: SqlRecord) => Row
  readonly jobOf: (row: Row) => string
  readonly answer: (rows: readonly Row[]) => Answer
}

/** Reads what belongs to jobs: one statement for all jobs that the same is asked of. */
export class JobPartReads {
  readonly #runs: Part<RunRow>
  readonly #spans: Part<SpanRow>
  readonly #parents: Part<FollowRow>
  readonly #children: Part<FollowRow>

  constructor({ runs, spans, follows }: Statements, reads: StepReads) {
    this.#runs = {
      kind: 'liveRuns',
      query: (jobs) => reads.live(jobs),
      read: (record) => runs.read(record),
      jobOf: ({ jobId }) => jobId,
      answer: (rows) => ({ runs: rows }),
    }
    this.#spans = {
      kind: 'lastSpans',
      query: (jobs) => reads.lastSpans(jobs),
      read: (record) => spans.read(record),
      jobOf: ({ jobId }) => jobId,
      answer: (rows) => ({ spans: rows }),
    }
    const read = (record: SqlRecord): FollowRow => follows.read(record)
    const answer = (rows: readonly FollowRow[]): Answer => ({ follows: rows })
    this.#parents = {
      ...{ kind: 'followsOf', read, answer },
      query: (jobs) => reads.follows('child_id', jobs),
      jobOf: ({ child }) => child,
    }
    this.#children = {
      ...{ kind: 'followersOf', read, answer },
      query: (jobs) => reads.follows('parent_id', jobs),
      jobOf: ({ parent }) => parent,
    }
  }

  add(batch: Batch, asks: readonly Ask[], into: ReadInto): void {
    addPart(batch, asks, into, this.#runs)
    addPart(batch, asks, into, this.#spans)
    addPart(batch, asks, into, this.#parents)
    addPart(batch, asks, into, this.#children)
  }
}

function addPart<Row>(
  batch: Batch,
  asks: readonly Ask[],
  { answers, fresh }: ReadInto,
  { kind, query, read, jobOf, answer }: Part<Row>,
): void {
  const jobs = of(asks, kind).map(({ job }) => job)
  if (jobs.length === 0) return
  batch.add(ended(query(jobs), fresh), (records) => {
    const parts = new Map<string, Row[]>(jobs.map((job) => [job, []]))
    for (const record of records) {
      const row = read(record)
      parts.get(jobOf(row))?.push(row)
    }
    for (const [job, rows] of parts) answers.set(answerKey({ ask: kind, job }), answer(rows))
  })
}

/** A statement with something at its end. */
export function ended({ sql, values }: Query, end: string): Query {
  return { sql: `${sql} ${end}`, values }
}
