import type { Answer, Ask, Session } from '@punctual/core/store'
import { number } from '../rows/record.ts'
import type { Query, SqlRecord } from '../sql-value.ts'
import type { Statements } from '../statements/statements.ts'
import { Batch } from './batch.ts'
import type { ServerDialect } from './server-dialect.ts'
import { StepReads } from './step-reads.ts'

export interface ReadManner {
  /** How jobs are locked: `pass` takes those that others hold as if they were not there, `read` locks none. */
  readonly jobs: 'wait' | 'pass' | 'read'
  /** Nothing is locked at all. */
  readonly looks: boolean
  /** The time by which runs are ready, as an expression. */
  readonly nowSql: string
}

export interface ReadInto extends ReadManner {
  readonly answers: Map<string, Answer>
  /** What else to send when all locks are taken. */
  readonly between?: () => void
}

type Kind = Ask['ask']
type Of<K extends Kind> = Ask & { readonly ask: K }

/** The same text for the same question. */
export function answerKey(ask: Ask): string {
  return JSON.stringify(ask)
}

/** Turns questions into statements: one for all of a kind where that can be. */
export class AskReads {
  readonly #sql: Statements
  readonly #dialect: ServerDialect
  readonly #reads: StepReads

  constructor(sql: Statements, dialect: ServerDialect) {
    this.#sql = sql
    this.#dialect = dialect
    this.#reads = new StepReads(sql)
  }

  batch(): Batch {
    return new Batch(this.#dialect)
  }

  time(): Query {
    return { sql: `SELECT ${this.#dialect.nowExactly} AS now`, values: [] }
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
    this.#addOfJobs(batch, asks, into)
    this.#addRuns(batch, asks, into)
    this.#addOthers(batch, asks, into)
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

  /** One statement for what is asked of many jobs. */
  #addOfJobs(batch: Batch, asks: readonly Ask[], { answers }: ReadInto): void {
    const add = <Row>(
      kind: 'liveRuns' | 'lastSpans' | 'followsOf' | 'followersOf',
      query: (jobs: readonly string[]) => Query,
      row: { readonly read: (record: SqlRecord) => Row; readonly job: (row: Row) => string },
      answer: (rows: Row[]) => Answer,
    ): void => {
      const jobs = of(asks, kind).map(({ job }) => job)
      if (jobs.length === 0) return
      batch.add(query(jobs), (records) => {
        const parts = new Map<string, Row[]>(jobs.map((job) => [job, []]))
        for (const record of records) {
          const one = row.read(record)
          parts.get(row.job(one))?.push(one)
        }
        for (const [job, rows] of parts) answers.set(answerKey({ ask: kind, job }), answer(rows))
      })
    }
    const { runs, spans, follows } = this.#sql
    const reads = this.#reads
    const run = { read: runs.read.bind(runs), job: (row: { jobId: string }) => row.jobId }
    add(
      'liveRuns',
      (jobs) => reads.live(jobs),
      run,
      (rows) => ({ runs: rows }),
    )
    const span = { read: spans.read.bind(spans), job: (row: { jobId: string }) => row.jobId }
    add(
      'lastSpans',
      (jobs) => reads.lastSpans(jobs),
      span,
      (rows) => ({ spans: rows }),
    )
    const read = follows.read.bind(follows)
    const child = { read, job: (row: { child: string }) => row.child }
    add(
      'followsOf',
      (jobs) => reads.follows('child_id', jobs),
      child,
      (rows) => ({ follows: rows }),
    )
    const parent = { read, job: (row: { parent: string }) => row.parent }
    add(
      'followersOf',
      (jobs) => reads.follows('parent_id', jobs),
      parent,
      (rows) => ({ follows: rows }),
    )
  }

  #addRuns(batch: Batch, asks: readonly Ask[], into: ReadInto): void {
    const { answers } = into
    const ids = of(asks, 'run').map(({ run }) => run)
    const read = (record: SqlRecord) => this.#sql.runs.read(record)
    if (ids.length > 0) {
      batch.add(this.#reads.runs(ids), (records) => {
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

function of<K extends Kind>(asks: readonly Ask[], kind: K): Of<K>[] {
  return asks.filter((ask): ask is Of<K> => ask.ask === kind)
}
