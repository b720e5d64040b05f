import type { Answer, Ask, Session } from '@punctual/core/store'
import type { Query, SqlRecord } from '../sql-value.ts'
import type { Statements } from '../statements/statements.ts'
import { answerKey, of, type ReadInto } from './ask-kinds.ts'
import { Batch } from './batch.ts'
import { JobPartReads } from './job-part-reads.ts'
import { RunReads } from './run-reads.ts'
import type { ServerDialect } from './server-dialect.ts'
import { StepReads } from './step-reads.ts'

/** Turns questions into statements: one for all of a kind where that can be. */
export class AskReads {
  readonly #sql: Statements
  readonly #dialect: ServerDialect
  readonly #reads: StepReads
  readonly #parts: JobPartReads
  readonly #runs: RunReads

  constructor(sql: Statements, dialect: ServerDialect) {
    this.#sql = sql
    this.#dialect = dialect
    this.#reads = new StepReads(sql)
    this.#parts = new JobPartReads(sql, this.#reads)
    this.#runs = new RunReads(sql, dialect, this.#reads)
  }

  batch(): Batch {
    return new Batch(this.#dialect)
  }

  time(): Query {
    return { sql: `SELECT ${this.#dialect.nowExactly} AS now`, values: [] }
  }

  idsOf(jobs: readonly string[]): Query {
    return this.#reads.ids(jobs)
  }

  jobsBehind(runs: readonly string[], owners: readonly Session[]): readonly Query[] {
    const behind = owners.map((owner) => this.#reads.jobsOfOwner(owner))
    return runs.length === 0 ? behind : [...behind, this.#reads.jobsOfRuns(runs)]
  }

  /** Those that lock come first. */
  add(batch: Batch, asks: readonly Ask[], into: ReadInto): void {
    this.addNodes(batch, asks, into)
    this.#addJobs(batch, asks, into)
    into.between?.()
    this.#parts.add(batch, asks, into)
    this.#runs.add(batch, asks, into)
  }

  /**
   * A session is held against its end by those who act for it, locked by the one who ends it, and touched by its beat,
   * which on PostgreSQL does not wait for those who hold it.
   */
  addNodes(batch: Batch, asks: readonly Ask[], into: ReadInto): void {
    const { locks } = this.#dialect
    const acted = new Set(of(asks, 'ownedRuns').map(({ session }) => session))
    const sessions = of(asks, 'node')
      .filter((ask) => !into.answers.has(answerKey(ask)))
      .map(({ session }) => session)
    const add = (list: readonly Session[], lock: string): void => {
      if (list.length === 0) return
      const query = this.#reads.nodes(list, into.looks ? '' : lock)
      batch.add(query, (records) => {
        const rows = records.map((record) => this.#sql.nodes.read(record))
        for (const session of list) {
          const nodes = rows.filter((row) => row.session === session)
          into.answers.set(answerKey({ ask: 'node', session }), { nodes })
        }
      })
    }
    const mine = into.jobs === 'read' ? locks.touch : locks.change
    add(
      sessions.filter((session) => acted.has(session)),
      mine,
    )
    add(
      sessions.filter((session) => !acted.has(session)),
      locks.hold,
    )
  }

  #addJobs(batch: Batch, asks: readonly Ask[], into: ReadInto): void {
    const { change, pass } = this.#dialect.locks
    const lock = into.jobs === 'read' ? '' : into.jobs === 'pass' ? pass : change
    const read = (records: readonly SqlRecord[]): Answer['jobs'] =>
      records.map((record) => this.#sql.jobs.read(record))
    const ids = of(asks, 'job').map(({ job }) => job)
    if (ids.length > 0) {
      batch.add(this.#reads.jobs(ids, lock), (records) => {
        const rows = read(records) ?? []
        for (const job of ids) into.answers.set(answerKey({ ask: 'job', job }), { jobs: [] })
        for (const row of rows)
          into.answers.set(answerKey({ ask: 'job', job: row.id }), { jobs: [row] })
      })
    }
    // What nobody named is left alone where others are at it.
    const passing = into.looks ? '' : pass
    for (const ask of asks) {
      const query = this.#reads.jobList(ask, passing)
      if (query === null) continue
      batch.add(query, (records) => into.answers.set(answerKey(ask), { jobs: read(records) ?? [] }))
    }
  }
}
