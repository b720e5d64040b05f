import type { RowChange } from '@punctual/core/store'
import type { RowTable } from '../rows/row-table.ts'
import type { SqlValue } from '../sql-value.ts'
import { chunks } from './chunks.ts'
import type { ServerDialect, Write } from './server-dialect.ts'

/** A row that changes: how it is found, how it must stand there, and what it gets. */
interface RowUpdate {
  readonly key: ReadonlyMap<string, SqlValue>
  readonly was: ReadonlyMap<string, SqlValue>
  readonly set: ReadonlyMap<string, SqlValue>
}

/** A row that was changed, with what must still be true of the one that is stored. */
export interface Updated<Row> {
  readonly before: Row
  readonly after: Row
}

export function updated<Row>(changes: readonly RowChange<Row>[]): Updated<Row>[] {
  return changes.flatMap(({ before, after }) =>
    before === null || after === null ? [] : [{ before, after }],
  )
}

/**
 * Updates of many rows: those that change in the same columns become one statement. It fails unless it meets every row as
 * the step read it.
 */
export function updates<Row extends object>(
  dialect: ServerDialect,
  table: RowTable<Row>,
  rows: readonly Updated<Row>[],
  was: (before: Row) => ReadonlyMap<string, SqlValue> = noCondition,
): Write[] {
  const shapes = new Map<string, RowUpdate[]>()
  for (const { before, after } of rows) {
    const set = table.difference(before, after)
    if (set.size === 0) continue
    const shape = [...set.keys()].join()
    const list = shapes.get(shape) ?? []
    if (list.length === 0) shapes.set(shape, list)
    list.push({ key: table.keyOf(before), was: was(before), set })
  }
  return [...shapes.values()].flatMap((list) =>
    chunks(list).map((chunk) => updateOf(dialect, table.name, chunk)),
  )
}

function noCondition(): ReadonlyMap<string, SqlValue> {
  return new Map()
}

function updateOf(dialect: ServerDialect, table: string, rows: readonly RowUpdate[]): Write {
  const [first] = rows
  if (first === undefined) throw new Error('an update of no row')
  const list = new ValueList(dialect, rows.length)
  const set = [...first.set.keys()].map(
    (column) =>
      [
        column,
        list.expression(
          `n_${column}`,
          rows.map((row) => row.set.get(column) ?? null),
        ),
      ] as const,
  )
  const columns = [...first.key.keys(), ...first.was.keys()]
  const where = columns.map((column) => {
    const values = rows.map((row) => row.key.get(column) ?? row.was.get(column) ?? null)
    return `t.${column} = ${list.expression(`k_${column}`, values)}`
  })
  const sql = list.isEmpty
    ? dialect.updateOne({ table, set, where: where.join(' AND ') })
    : dialect.updateMany({ table, set, where: where.join(' AND '), list: list.text })
  return { sql, rows: rows.length }
}

/** The values of a statement: what is equal in all rows stands in it once, the rest in a list. */
class ValueList {
  readonly #dialect: ServerDialect
  readonly #columns: string[] = []
  readonly #rows: string[][]

  constructor(dialect: ServerDialect, rows: number) {
    this.#dialect = dialect
    this.#rows = Array.from({ length: rows }, () => [])
  }

  get isEmpty(): boolean {
    return this.#columns.length === 0
  }

  get text(): string {
    return this.#dialect.list(this.#columns, this.#rows)
  }

  expression(name: string, values: readonly SqlValue[]): string {
    const [first = null] = values
    if (values.every((value) => value === first)) return this.#dialect.literal(first)
    this.#columns.push(name)
    values.forEach((value, index) => this.#rows[index]!.push(this.#dialect.literal(value)))
    return `v.${name}`
  }
}
