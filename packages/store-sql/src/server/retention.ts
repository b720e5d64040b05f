import type { EpochMs } from '@punctual/core/store'
import { number, numberOrNull, text } from '../rows/record.ts'
import type { Query, SqlRecord, SqlValue } from '../sql-value.ts'
import { inList } from '../statements/in-list.ts'
import type { Statements } from '../statements/statements.ts'
import { bound } from './bound.ts'
import type { ServerDialect } from './server-dialect.ts'
import type { ServerLink } from './server-link.ts'
import type { StepFrame } from './step-runner.ts'

/** Jobs that one call looks at; the next goes on where it stopped. */
const JOBS = 500

/** Deletes what is no longer kept, passing over what others hold. It lives as long as its store: it goes round the jobs. */
export class ServerRetention {
  readonly #sql: Statements
  readonly #dialect: ServerDialect
  #after = ''

  constructor(sql: Statements, dialect: ServerDialect) {
    this.#sql = sql
    this.#dialect = dialect
  }

  async prune({ link, begin, end, now }: StepFrame, limit: number): Promise<number> {
    await link.run(begin)
    const pruning = new Pruning(link, this.#sql, this.#dialect)
    const time = now ?? (await pruning.time())
    const { expiredRuns, expiredSpans } = this.#sql.retention
    let left = limit
    left -= await pruning.deleteRuns(expiredRuns, [time, left])
    if (left > 0) left -= await pruning.deleteSpans(expiredSpans, [time, left])
    if (left > 0) left -= await this.#goRound(pruning, time, left)
    await link.run(end)
    return limit - left
  }

  async #goRound(pruning: Pruning, now: EpochMs, limit: number): Promise<number> {
    const jobs = await pruning.all({
      sql: this.#sql.retention.jobsAfter,
      values: [this.#after, JOBS],
    })
    let left = limit
    for (const job of jobs) {
      left -= await this.#pruneJob(pruning, job, { now, limit: left })
      if (left <= 0) return limit
      this.#after = text(job, 'id')
    }
    if (jobs.length < JOBS) this.#after = ''
    return limit - left
  }

  async #pruneJob(
    pruning: Pruning,
    job: SqlRecord,
    { now, limit }: { readonly now: EpochMs; readonly limit: number },
  ): Promise<number> {
    const { surplusRuns, surplusSpans } = this.#sql.retention
    const id = text(job, 'id')
    const runFloor = number(job, 'run_floor')
    const spanFloor = numberOrNull(job, 'span_floor') ?? 0
    let left = limit
    if ((numberOrNull(job, 'first_run') ?? Infinity) <= runFloor) {
      left -= await pruning.deleteRuns(surplusRuns, [id, runFloor, left])
    }
    if (left > 0 && (numberOrNull(job, 'first_span') ?? Infinity) <= spanFloor) {
      left -= await pruning.deleteSpans(surplusSpans, [id, spanFloor, left])
    }
    if (left > 0 && isOver(job, now)) left -= await pruning.deleteJob(id)
    return limit - left
  }
}

/** A declared job stays for the next time its code declares it. */
function isOver(job: SqlRecord, now: EpochMs): boolean {
  return job['state'] === 'finished' && job['def_hash'] === null && number(job, 'expires_at') <= now
}

/** The deletions of one transaction. */
class Pruning {
  readonly #link: ServerLink
  readonly #sql: Statements
  readonly #dialect: ServerDialect

  constructor(link: ServerLink, sql: Statements, dialect: ServerDialect) {
    this.#link = link
    this.#sql = sql
    this.#dialect = dialect
  }

  async all(query: Query): Promise<readonly SqlRecord[]> {
    const [reply] = await this.#link.run([bound(this.#dialect, query)])
    return reply?.records ?? []
  }

  async time(): Promise<EpochMs> {
    const [record] = await this.all({
      sql: `SELECT ${this.#dialect.nowExactly} AS now`,
      values: [],
    })
    return record === undefined ? 0 : number(record, 'now')
  }

  async deleteRuns(found: string, values: readonly SqlValue[]): Promise<number> {
    const records = await this.#locked(found, values)
    if (records.length === 0) return 0
    const ids = inList(records.map((record) => text(record, 'run_id')))
    await this.all({
      sql: `DELETE FROM ${this.#sql.names.runs} WHERE run_id IN (${ids.marks})`,
      values: ids.values,
    })
    return records.length
  }

  async deleteSpans(found: string, values: readonly SqlValue[]): Promise<number> {
    const records = await this.#locked(found, values)
    const { name, whereKey } = this.#sql.spans
    const statements = records.map((record) =>
      bound(this.#dialect, {
        sql: `DELETE FROM ${name} WHERE ${whereKey}`,
        values: [text(record, 'job_id'), text(record, 'inc'), number(record, 'first_at')],
      }),
    )
    if (statements.length > 0) await this.#link.run(statements)
    return records.length
  }

  /** A finished job goes when its last run has gone: nobody adds one while its row is locked. */
  async deleteJob(id: string): Promise<number> {
    const { jobs, follow, job, retention } = this.#sql
    const locked = await this.#locked(
      `SELECT id FROM ${jobs.name} WHERE id = ? AND state = 'finished'`,
      [id],
    )
    if (locked.length === 0) return 0
    if ((await this.all({ sql: retention.hasRuns, values: [id] })).length > 0) return 0
    const statements = [follow.drop, job.dropTags, `DELETE FROM ${jobs.name} WHERE id = ?`]
    await this.#link.run(statements.map((sql) => bound(this.#dialect, { sql, values: [id] })))
    return 1
  }

  #locked(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRecord[]> {
    return this.all({ sql: `${sql} ${this.#dialect.locks.pass}`, values })
  }
}
