import type { Dialect } from '../dialect.ts'
import type { SqlValue } from '../sql-value.ts'

/** A statement that writes, and how many rows it must meet; null when any number is right. */
export interface Write {
  readonly sql: string
  readonly rows: number | null
}

/** An update of the rows `t` that fit, all in the same way. */
export interface OneUpdate {
  readonly table: string
  /** Column and expression. */
  readonly set: readonly (readonly [string, string])[]
  readonly where: string
}

/** An update of many rows at once, by a list with a row `v` for each of them. */
export interface ManyUpdate extends OneUpdate {
  readonly list: string
}

/** What else differs between database servers; statements to them carry their values as literals. */
export interface ServerDialect extends Dialect {
  readonly kind: string
  literal(value: SqlValue): string
  /** Begin a step that writes, and one that only reads and sees one state. */
  readonly begin: readonly string[]
  readonly beginLook: readonly string[]
  /** The server's time in milliseconds: fixed while a statement runs, and as it is at that moment. */
  readonly now: string
  readonly nowExactly: string
  /** Locks the rows of a select: to change them; against others closing the session; the same, but passing over locked ones. */
  readonly locks: {
    readonly change: string
    readonly touch: string
    readonly hold: string
    readonly pass: string
  }
  /** A part of a transaction: begins where a transaction is open and fails elsewhere, ends, and takes back what it did. */
  readonly part: {
    readonly begin: readonly string[]
    readonly end: readonly string[]
    readonly back: readonly string[]
  }
  /** Makes a read see what is committed now, whatever the transaction of the application saw first. */
  readonly fresh: string
  /** Rows of literals as a table with the alias `v`. */
  list(columns: readonly string[], rows: readonly (readonly string[])[]): string
  updateOne(update: OneUpdate): string
  updateMany(update: ManyUpdate): string
  /** Makes a write fail that met another number of rows; where a database cannot, whoever sent it has to count. */
  counted(write: Write): string
  readonly countsItself: boolean
}
