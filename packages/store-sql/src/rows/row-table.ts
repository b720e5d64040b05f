import type { Query, SqlRecord, SqlValue } from '../sql-value.ts'
import type { RowColumns } from './row-columns.ts'

/** The statements that write single rows of a table, and the columns to read them by. */
export class RowTable<Row extends object> {
  readonly name: string
  /** All columns, for a select. */
  readonly columns: string
  /** Finds a row by its key. */
  readonly whereKey: string
  readonly #of: RowColumns<Row>
  readonly #all: readonly ((row: Row) => SqlValue)[]
  readonly #key: readonly ((row: Row) => SqlValue)[]
  readonly #insert: string
  readonly #updates = new Map<string, Update<Row>>()

  constructor(name: string, of: RowColumns<Row>) {
    const columns = Object.keys(of.values)
    this.name = name
    this.columns = columns.join(', ')
    this.whereKey = of.key.map((column) => `${column} = ?`).join(' AND ')
    this.#of = of
    this.#all = Object.values(of.values)
    this.#key = of.key.map((column) => valueOf(of, column))
    this.#insert = `INSERT INTO ${name} (${this.columns}) VALUES (${columns.map(() => '?').join(', ')})`
  }

  read(record: SqlRecord): Row {
    return this.#of.read(record)
  }

  insert(row: Row): Query {
    return { sql: this.#insert, values: this.#all.map((value) => value(row)) }
  }

  /** Puts the patch into the row and writes the columns it touches; null when it touches none. */
  update(row: Row, patch: Partial<Row>): Query | null {
    const { sql, values } = this.#updateOf(patch)
    if (values.length === 0) return null
    const key = this.#key.map((value) => value(row))
    Object.assign(row, patch)
    const bound = values.map((value) => value(row))
    bound.push(...key)
    return { sql, values: bound }
  }

  /** The columns that differ between two states of a row, with what the later one puts there. */
  difference(before: Row, after: Row): ReadonlyMap<string, SqlValue> {
    const columns = new Map<string, SqlValue>()
    for (const field in after) {
      if (before[field] === after[field]) continue
      for (const column of this.#of.fields[field]) {
        const value = valueOf(this.#of, column)
        const now = value(after)
        if (value(before) !== now) columns.set(column, now)
      }
    }
    return columns
  }

  /** The columns that find the row, with what it has there. */
  keyOf(row: Row): ReadonlyMap<string, SqlValue> {
    return new Map(this.#of.key.map((column) => [column, valueOf(this.#of, column)(row)]))
  }

  delete(row: Row): Query {
    return {
      sql: `DELETE FROM ${this.name} WHERE ${this.whereKey}`,
      values: this.#key.map((value) => value(row)),
    }
  }

  #updateOf(patch: Partial<Row>): Update<Row> {
    const shape = Object.keys(patch).join()
    const known = this.#updates.get(shape)
    if (known !== undefined) return known
    const columns = new Set<string>()
    for (const field in patch) for (const column of this.#of.fields[field]) columns.add(column)
    const names = [...columns]
    const update = {
      sql: `UPDATE ${this.name} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE ${this.whereKey}`,
      values: names.map((name) => valueOf(this.#of, name)),
    }
    this.#updates.set(shape, update)
    return update
  }
}

interface Update<Row> {
  readonly sql: string
  readonly values: readonly ((row: Row) => SqlValue)[]
}

function valueOf<Row extends object>(of: RowColumns<Row>, column: string): (row: Row) => SqlValue {
  const value = of.values[column]
  if (value === undefined) throw new Error(`there is no column ${column}`)
  return value
}
