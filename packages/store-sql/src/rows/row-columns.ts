import type { SqlRecord, SqlValue } from '../sql-value.ts'

/** How a row stands in a table. */
export interface RowColumns<Row extends object> {
  /** The columns that find the row. */
  readonly key: readonly string[]
  /** Every column, with what the row puts there. */
  readonly values: Readonly<Record<string, (row: Row) => SqlValue>>
  /** The columns that change with a field of the row. */
  readonly fields: Readonly<Record<keyof Row, readonly string[]>>
  readonly read: (record: SqlRecord) => Row
}

/** The fields of a row, each with columns that there are. */
export type FieldsOf<Row, Values> = Readonly<Record<keyof Row, readonly (keyof Values & string)[]>>
