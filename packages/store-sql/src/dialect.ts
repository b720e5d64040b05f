import type { Query } from './sql-value.ts'

/** The column types of a database, by what they hold. */
export interface ColumnTypes {
  /** Up to 255 characters, compared byte by byte; may stand in an index. */
  readonly id: string
  /** Text of any length. */
  readonly text: string
  /** An instant or a span in milliseconds: 64 bits. */
  readonly ms: string
  /** Counts, numbers and flags: 32 bits. */
  readonly int: string
  /** A primary key that grows with each row. */
  readonly serial: string
  /** Ends an index that nobody looks up by NULL in this column: rows that have it there need not stand in it. */
  unlessNull(column: string): string
}

/** The questions whose answers differ between databases. Statements are written with `?` for each bound value. */
export interface Dialect {
  readonly types: ColumnTypes
  /** A statement in which `?` stands for each bound value, as the driver wants it. */
  placeholders(sql: string): string
  /** Gives a record when the table is there. */
  hasTable(table: string): Query
  /** What an insert does with a row of the same key: it leaves it alone. */
  onKeyKeep(key: readonly string[]): string
  /** The same: it replaces these columns of it. */
  onKeyReplace(key: readonly string[], columns: readonly string[]): string
}
