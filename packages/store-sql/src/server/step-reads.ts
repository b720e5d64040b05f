import type { Ask, Room, Session } from '@punctual/core/store'
import type { Query, SqlValue } from '../sql-value.ts'
import { inList } from '../statements/in-list.ts'
import type { Statements } from '../statements/statements.ts'

/** Runs that fit a task of a room. */
const FITS = `task = ? AND executor = ? AND task_version <= ? AND state = 'pending'`

/** The statements by which a step reads many rows at once. */
export class StepReads {
  readonly #sql: Statements

  constructor(sql: Statements) {
    this.#sql = sql
  }

  nodes(sessions: readonly Session[], lock: string): Query {
    const { name, columns } = this.#sql.nodes
    return listed(
      `SELECT ${columns} FROM ${name} WHERE session IN`,
      sessions,
      `ORDER BY session ${lock}`,
    )
  }

  allNodes(): Query {
    const { name, columns } = this.#sql.nodes
    return { sql: `SELECT ${columns} FROM ${name}`, values: [] }
  }

  jobs(ids: readonly string[], lock: string): Query {
    const { name, columns } = this.#sql.jobs
    return listed(`SELECT ${columns} FROM ${name} WHERE id IN`, ids, `ORDER BY id ${lock}`)
  }

  ids(jobs: readonly string[]): Query {
    return listed(`SELECT id FROM ${this.#sql.names.jobs} WHERE id IN`, jobs)
  }

  /** The jobs of a kind; null for questions of another sort. */
  jobList(ask: Ask, lock: string): Query | null {
    const { job, jobs } = this.#sql
    if (ask.ask === 'declaredJobs') {
      return { sql: `${job.declared} ORDER BY id ${lock}`, values: [ask.app] }
    }
    if (ask.ask === 'unarmedJobs') return { sql: `${job.unarmed} ${lock}`, values: [ask.limit] }
    if (ask.ask === 'dueJobs') return { sql: `${job.due} ${lock}`, values: [ask.until, ask.limit] }
    if (ask.ask !== 'queuedJobs') return null
    const queued = `SELECT job_id FROM (${job.queued}) queued`
    const sql = `SELECT ${jobs.columns} FROM ${jobs.name} WHERE id IN (${queued}) ORDER BY id ${lock}`
    return { sql, values: [Math.max(ask.limit, 1_000), ask.limit] }
  }

  /** The live runs of the present incarnations. */
  live(jobs: readonly string[]): Query {
    const { names, runs } = this.#sql
    const from = `FROM ${names.jobs} j JOIN ${names.runs} r ON r.live_inc = j.inc`
    return listed(`SELECT ${of('r', runs.columns)} ${from} WHERE j.id IN`, jobs)
  }

  /** The newest span of the present incarnations. */
  lastSpans(jobs: readonly string[]): Query {
    const { names, spans } = this.#sql
    const newest = `SELECT MAX(n.first_at) FROM ${names.spans} n WHERE n.job_id = j.id AND n.inc = j.inc`
    const on = `s.job_id = j.id AND s.inc = j.inc AND s.first_at = (${newest})`
    const from = `FROM ${names.jobs} j JOIN ${names.spans} s ON ${on}`
    return listed(`SELECT ${of('s', spans.columns)} ${from} WHERE j.id IN`, jobs)
  }

  follows(column: 'child_id' | 'parent_id', jobs: readonly string[]): Query {
    const { name, columns } = this.#sql.follows
    return listed(`SELECT ${columns} FROM ${name} WHERE ${column} IN`, jobs)
  }

  runs(ids: readonly string[]): Query {
    const { name, columns } = this.#sql.runs
    return listed(`SELECT ${columns} FROM ${name} WHERE run_id IN`, ids)
  }

  owned(session: Session): Query {
    return { sql: this.#sql.run.owned, values: [session] }
  }

  jobsOfRuns(runs: readonly string[]): Query {
    return this.#jobsWhere(listed('r.run_id IN', runs))
  }

  jobsOfOwner(session: Session): Query {
    return this.#jobsWhere({ sql: 'r.owner = ?', values: [session] })
  }

  ready(
    { room, limit }: Extract<Ask, { ask: 'readyRuns' }>,
    task: Task,
    now: string,
    lock: string,
  ): Query {
    const { name, columns } = this.#sql.runs
    return {
      sql: `SELECT ${columns} FROM ${name} WHERE ${FITS} AND ready_rank >= 0 AND ready_at <= ${now}
ORDER BY ready_rank, ready_at LIMIT ? ${lock}`,
      values: [task.name, room.executor, task.version, limit],
    }
  }

  nextReady({ executor }: Room, task: Task, now: string): Query {
    const ready = `WHERE ${FITS} AND ready_at > ${now} ORDER BY ready_at LIMIT 1`
    return {
      sql: `SELECT ready_at FROM ${this.#sql.names.runs} ${ready}`,
      values: [task.name, executor, task.version],
    }
  }

  /** The jobs that the end of these runs may touch: their own, and those that follow them. */
  #jobsWhere({ sql, values }: Query): Query {
    const { runs, follows } = this.#sql.names
    const own = `SELECT r.job_id AS id FROM ${runs} r WHERE ${sql}`
    const others = `SELECT f.child_id AS id FROM ${runs} r JOIN ${follows} f ON f.parent_id = r.job_id WHERE ${sql}`
    return { sql: `${own} UNION ${others}`, values: [...values, ...values] }
  }
}

type Task = Room['tasks'][number]

function listed(before: string, list: readonly SqlValue[], after = ''): Query {
  const { marks, values } = inList(list)
  return { sql: `${before} (${marks}) ${after}`.trimEnd(), values }
}

/** Columns as those of an alias. */
function of(alias: string, columns: string): string {
  return columns.replaceAll(/\w+/g, `${alias}.$&`)
}
