import type { EpochMs } from '@punctual/core/store'
import { number, numberOrNull, text } from '../rows/record.ts'
import type { Connection, SqlRecord } from '../sql-value.ts'
import type { Statements } from '../statements/statements.ts'
import type { FollowRows } from './follow-rows.ts'
import type { JobRows } from './job-rows.ts'
import type { RunRows } from './run-rows.ts'
import type { SpanRows } from './span-rows.ts'

/** What retention works on: the rows of one step. */
export interface Retained {
  readonly db: Connection
  readonly now: EpochMs
  readonly jobs: JobRows
  readonly runs: RunRows
  readonly spans: SpanRows
  readonly follows: FollowRows
}

/** Jobs that one call looks at; the next goes on where it stopped, so that no call takes long. */
const JOBS = 500

/** Deletes what is no longer kept. It lives as long as its store, because it goes round the jobs. */
export class Retention {
  readonly #sql: Statements
  #after = ''

  constructor(sql: Statements) {
    this.#sql = sql
  }

  prune(rows: Retained, limit: number): number {
    const { expiredRuns, expiredSpans } = this.#sql.retention
    let left = limit
    left -= this.#deleteRuns(rows, expiredRuns, [rows.now, left])
    left -= rows.spans.deleteFound(expiredSpans, [rows.now, left])
    if (left > 0) left -= this.#goRound(rows, left)
    return limit - left
  }

  #goRound(rows: Retained, limit: number): number {
    const jobs = rows.db.all(this.#sql.retention.jobsAfter, [this.#after, JOBS])
    let left = limit
    for (const job of jobs) {
      left -= this.#pruneJob(rows, job, left)
      if (left <= 0) return limit
      this.#after = text(job, 'id')
    }
    if (jobs.length < JOBS) this.#after = ''
    return limit - left
  }

  #pruneJob(rows: Retained, job: SqlRecord, limit: number): number {
    const { surplusRuns, surplusSpans } = this.#sql.retention
    const id = text(job, 'id')
    const firstRun = numberOrNull(job, 'first_run')
    const firstSpan = numberOrNull(job, 'first_span')
    const runFloor = number(job, 'run_floor')
    const spanFloor = numberOrNull(job, 'span_floor') ?? 0
    let left = limit
    if (firstRun !== null && firstRun <= runFloor) {
      left -= this.#deleteRuns(rows, surplusRuns, [id, runFloor, left])
    }
    if (left > 0 && firstSpan !== null && firstSpan <= spanFloor) {
      left -= rows.spans.deleteFound(surplusSpans, [id, spanFloor, left])
    }
    if (left > 0 && isOver(job, rows.now)) left -= this.#deleteJob(rows, id)
    return limit - left
  }

  #deleteRuns(rows: Retained, sql: string, values: readonly (string | number)[]): number {
    const ids = rows.db.all(sql, values).map((record) => text(record, 'run_id'))
    rows.runs.deleteAll(ids)
    return ids.length
  }

  /** A finished job goes when its last run has gone. */
  #deleteJob(rows: Retained, id: string): number {
    const job = rows.jobs.get(id)
    if (job === null || rows.db.all(this.#sql.retention.hasRuns, [id]).length > 0) return 0
    rows.jobs.delete(job)
    rows.follows.set(id, [])
    return 1
  }
}

/** A declared job stays for the next time its code declares it. */
function isOver(job: SqlRecord, now: EpochMs): boolean {
  return job['state'] === 'finished' && job['def_hash'] === null && number(job, 'expires_at') <= now
}
