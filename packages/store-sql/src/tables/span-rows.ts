import type { SpanRow } from '@punctual/core/store'
import { number, text } from '../rows/record.ts'
import type { Connection } from '../sql-value.ts'
import type { Statements } from '../statements/statements.ts'
import { write } from './write.ts'

/** The key of a span. */
export type SpanKey = Pick<SpanRow, 'jobId' | 'inc' | 'first'>

/** The spans inside a step. */
export class SpanRows {
  readonly #db: Connection
  readonly #sql: Statements

  constructor(db: Connection, sql: Statements) {
    this.#db = db
    this.#sql = sql
  }

  last(jobId: string, inc: string): SpanRow | null {
    const [record] = this.#db.all(this.#sql.span.last, [jobId, inc])
    return record === undefined ? null : this.#sql.spans.read(record)
  }

  insert(row: SpanRow): void {
    const [last] = this.#db.all(this.#sql.span.lastNumber, [row.jobId])
    const number_ = last === undefined ? 0 : number(last, 'n')
    this.#db.run(this.#sql.span.insert, [...this.#sql.spans.insert(row).values, number_ + 1])
  }

  update(row: SpanRow, patch: Pick<SpanRow, 'last' | 'expiresAt'>): void {
    write(this.#db, this.#sql.spans.update(row, patch))
  }

  /** Deletes the spans that a statement finds by their keys; says how many. */
  deleteFound(sql: string, values: readonly (string | number)[]): number {
    const found = this.#db.all(sql, values)
    const { name, whereKey } = this.#sql.spans
    for (const record of found) {
      const key = [text(record, 'job_id'), text(record, 'inc'), number(record, 'first_at')]
      this.#db.run(`DELETE FROM ${name} WHERE ${whereKey}`, key)
    }
    return found.length
  }

  rename(from: string, to: string): void {
    this.#db.run(this.#sql.span.rename, [to, from])
  }
}
