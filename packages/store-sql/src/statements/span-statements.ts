import type { Dialect } from '../dialect.ts'
import type { TableNames } from '../table-names.ts'

/** What is asked of the table of spans. */
export class SpanStatements {
  readonly last: string
  /** The spans of a job are numbered, so that retention finds those beyond the last hundred without counting. */
  readonly lastNumber: string
  readonly insert: string
  readonly rename: string
  readonly #insert: { readonly table: string; readonly columns: string; readonly onKey: string }

  constructor({ spans }: TableNames, columns: string, dialect: Dialect) {
    const key = ['job_id', 'inc', 'first_at']
    const changing = ['last_at', 'reason', 'cause', 'expires_at', 'n']
    const marks = columns.replaceAll(/\w+/g, '?')
    this.last = `SELECT ${columns} FROM ${spans} WHERE job_id = ? AND inc = ? ORDER BY first_at DESC LIMIT 1`
    this.lastNumber = `SELECT COALESCE(MAX(n), 0) AS n FROM ${spans} WHERE job_id = ?`
    const onKey = dialect.onKeyReplace(key, changing)
    this.insert = `INSERT INTO ${spans} (${columns}, n) VALUES (${marks}, ?)\n${onKey}`
    this.#insert = { table: spans, columns, onKey }
    this.rename = `UPDATE ${spans} SET job_id = ? WHERE job_id = ?`
  }

  /** Inserts a list `v` of spans, in which those of each job are numbered from 1 by `k`; `jobs` are the ids of these jobs. */
  insertMany(list: string, jobs: string): string {
    const { table, columns, onKey } = this.#insert
    const listed = columns.replaceAll(/\w+/g, 'v.$&')
    const last = `SELECT job_id AS job, MAX(n) AS last FROM ${table} WHERE job_id IN (${jobs}) GROUP BY job_id`
    return `INSERT INTO ${table} (${columns}, n) SELECT ${listed}, COALESCE(b.last, 0) + v.k
FROM ${list} LEFT JOIN (${last}) AS b ON b.job = v.job_id
${onKey}`
  }
}
