import type { Ask, RunRow } from '@punctual/core/store'
import { number } from '../rows/record.ts'
import type { SqlRecord } from '../sql-value.ts'
import type { Statements } from '../statements/statements.ts'
import { answerKey, of, type ReadInto } from './ask-kinds.ts'
import type { Batch } from './batch.ts'
import { ended } from './job-part-reads.ts'
import type { ServerDialect } from './server-dialect.ts'
import type { StepReads } from './step-reads.ts'

/** Reads runs, and what is asked of all rows of a kind. */
export class RunReads {
  readonly #sql: Statements
  readonly #dialect: ServerDialect
  readonly #reads: StepReads

  constructor(sql: Statements, dialect: ServerDialect, reads: StepReads) {
    this.#sql = sql
    this.#dialect = dialect
    this.#reads = reads
  }

  add(batch: Batch, asks: readonly Ask[], into: ReadInto): void {
    this.#addNamed(batch, asks, into)
    this.#addReady(batch, asks, into)
    this.#addOthers(batch, asks, into)
  }

  #addNamed(batch: Batch, asks: readonly Ask[], into: ReadInto): void {
    const { answers, fresh } = into
    const ids = of(asks, 'run').map(({ run }) => run)
    const read = (record: SqlRecord): RunRow => this.#sql.runs.read(record)
    if (ids.length > 0) {
      batch.add(ended(this.#reads.runs(ids), fresh), (records) => {
        for (const run of ids) answers.set(answerKey({ ask: 'run', run }), { runs: [] })
        for (const row of records.map(read)) {
          answers.set(answerKey({ ask: 'run', run: row.id }), { runs: [row] })
        }
      })
    }
    for (const ask of of(asks, 'ownedRuns')) {
      batch.add(this.#reads.owned(ask.session), (records) =>
        answers.set(answerKey(ask), { runs: records.map(read) }),
      )
    }
  }

  /** Whoever claims takes the runs that nobody else is at. */
  #addReady(batch: Batch, asks: readonly Ask[], into: ReadInto): void {
    const { answers } = into
    const read = (record: SqlRecord): RunRow => this.#sql.runs.read(record)
    for (const ask of of(asks, 'readyRuns')) {
      const lock = into.looks ? '' : this.#dialect.locks.pass
      answers.set(answerKey(ask), { runs: [] })
      for (const task of ask.room.tasks) {
        batch.add(this.#reads.ready(ask, task, into.nowSql, lock), (records) => {
          const before = answers.get(answerKey(ask))?.runs ?? []
          answers.set(answerKey(ask), { runs: [...before, ...records.map(read)] })
        })
      }
    }
  }

  #addOthers(batch: Batch, asks: readonly Ask[], { answers, nowSql }: ReadInto): void {
    for (const ask of of(asks, 'nodes')) {
      batch.add(this.#reads.allNodes(), (records) =>
        answers.set(answerKey(ask), {
          nodes: records.map((record) => this.#sql.nodes.read(record)),
        }),
      )
    }
    for (const ask of of(asks, 'nextDue')) {
      batch.add({ sql: this.#sql.job.nextDue, values: [ask.until] }, ([record]) =>
        answers.set(answerKey(ask), {
          at: record === undefined ? null : number(record, 'next_at'),
        }),
      )
    }
    for (const ask of of(asks, 'nextReady')) {
      answers.set(answerKey(ask), { at: null })
      for (const task of ask.room.tasks) {
        batch.add(this.#reads.nextReady(ask.room, task, nowSql), ([record]) => {
          if (record === undefined) return
          const at = number(record, 'ready_at')
          const before = answers.get(answerKey(ask))?.at ?? at
          answers.set(answerKey(ask), { at: Math.min(before, at) })
        })
      }
    }
  }
}
