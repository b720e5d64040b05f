import type {
  JobQuery,
  JobRow,
  NodeRow,
  Page,
  RunQuery,
  RunRow,
  SpanQuery,
  SpanRow,
  StoreReader,
} from '@punctual/core/store'
import { number } from '../rows/record.ts'
import type { SqlRecord } from '../sql-value.ts'
import type { Statements } from '../statements/statements.ts'
import { jobScan } from './job-scan.ts'
import { runCursor } from './run-cursor.ts'
import { runScans } from './run-scans.ts'
import { scan, type Source } from './scan.ts'

/** The reads of a SQL store: each page goes on where the last one ended, and nothing is counted. */
export class SqlReader implements StoreReader {
  readonly #sql: Statements
  readonly #source: Source

  constructor(sql: Statements, source: Source) {
    this.#sql = sql
    this.#source = source
  }

  async jobs(query: JobQuery): Promise<Page<JobRow>> {
    const plan = jobScan(this.#sql, query, query.limit + 1)
    if (plan === null) return { items: [], cursor: null }
    const jobs = (await scan(this.#source, plan)).map((record) => this.#sql.jobs.read(record))
    const items = jobs.slice(0, query.limit)
    return { items, cursor: jobs.length > query.limit ? (items.at(-1)?.id ?? null) : null }
  }

  async runs(query: RunQuery): Promise<Page<RunRow>> {
    const records: SqlRecord[] = []
    const plans = runScans(this.#sql, query, query.limit + 1)
    for (const plan of plans) records.push(...(await scan(this.#source, plan)))
    if (plans.length > 1) records.sort(newestFirst)
    const page = records.slice(0, query.limit)
    const last = records.length > query.limit ? page.at(-1) : undefined
    return {
      items: page.map((record) => this.#sql.runs.read(record)),
      cursor: last === undefined ? null : runCursor(last, query.order),
    }
  }

  async spans(query: SpanQuery): Promise<readonly SpanRow[]> {
    const { name, columns } = this.#sql.spans
    const records = await this.#source.ask({
      sql: `SELECT ${columns} FROM ${name} WHERE job_id = ? AND first_at <= ? AND last_at >= ? ORDER BY first_at, inc LIMIT ?`,
      values: [query.job, query.until, query.from, query.limit],
    })
    return records.map((record) => this.#sql.spans.read(record))
  }

  async nodes(): Promise<readonly NodeRow[]> {
    const { name, columns } = this.#sql.nodes
    const sql = `SELECT ${columns} FROM ${name} ORDER BY started_at, session`
    return (await this.#source.ask({ sql, values: [] })).map((record) =>
      this.#sql.nodes.read(record),
    )
  }
}

function newestFirst(a: SqlRecord, b: SqlRecord): number {
  return (
    number(b, 'published_at') - number(a, 'published_at') ||
    number(b, 'serial') - number(a, 'serial')
  )
}
