import type { SqlRecord } from '../sql-value.ts'
import type { RowTable } from './row-table.ts'

/** The rows that a step has seen: whoever asks again gets the same object, with what the step wrote into it. */
export class RowCache<Row extends object> {
  readonly #rows = new Map<string, Row>()
  readonly #table: RowTable<Row>
  readonly #keyColumn: string

  constructor(table: RowTable<Row>, keyColumn: string) {
    this.#table = table
    this.#keyColumn = keyColumn
  }

  get(key: string): Row | null {
    return this.#rows.get(key) ?? null
  }

  add(key: string, row: Row): void {
    this.#rows.set(key, row)
  }

  drop(key: string): void {
    this.#rows.delete(key)
  }

  values(): Iterable<Row> {
    return this.#rows.values()
  }

  /** The row of a record that was read just now. */
  of(record: SqlRecord): Row {
    const key = String(record[this.#keyColumn])
    const known = this.#rows.get(key)
    if (known !== undefined) return known
    const row = this.#table.read(record)
    this.#rows.set(key, row)
    return row
  }
}
