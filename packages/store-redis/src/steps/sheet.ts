import type { Stored } from '../rows/stored.ts'
import type { Table } from '../rows/table.ts'

/** A row that a step has to do with: as the store has it, and as it is to be. */
export interface Cell<Row> {
  readonly key: string
  readonly stored: Stored<Row>
  row: Row | null
}

/** The rows of one kind that a step changes. */
export class Sheet<Row extends object> {
  readonly table: Table<Row>
  readonly #cells = new Map<string, Cell<Row>>()
  readonly #storedOf: (key: string) => Stored<Row>

  constructor(table: Table<Row>, storedOf: (key: string) => Stored<Row>) {
    this.table = table
    this.#storedOf = storedOf
  }

  put(row: Row): void {
    this.#cell(this.table.key(row)).row = row
  }

  delete(key: string): void {
    this.#cell(key).row = null
  }

  /** Takes a row in that was read. */
  know(key: string): void {
    this.#cell(key)
  }

  /** Gives the rows that are known another form, which may change their keys. */
  reshape(shape: (row: Row) => Row): void {
    for (const cell of [...this.#cells.values()]) {
      const before = cell.row
      const row = before === null ? null : shape(before)
      if (row === null || row === before) continue
      cell.row = null
      this.put(row)
    }
  }

  /** Those that are to be other than they are. */
  changed(): readonly Cell<Row>[] {
    return [...this.#cells.values()].filter(({ stored, row }) => stored.row !== row)
  }

  #cell(key: string): Cell<Row> {
    const known = this.#cells.get(key)
    if (known !== undefined) return known
    const stored = this.#storedOf(key)
    const cell = { key, stored, row: stored.row }
    this.#cells.set(key, cell)
    return cell
  }
}
