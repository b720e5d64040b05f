import type { SqlValue } from '../sql-value.ts'

/** What this store uses of a database connection: `DatabaseSync` of node:sqlite and `Database` of better-sqlite3 have it. */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement
  close(): unknown
  /** node:sqlite: whether a transaction is open. */
  readonly isTransaction?: boolean
  /** better-sqlite3: the same. */
  readonly inTransaction?: boolean
}

export interface SqliteStatement {
  all(...values: SqlValue[]): unknown[]
  run(...values: SqlValue[]): unknown
}

export function inTransaction(database: SqliteDatabase): boolean {
  return database.isTransaction ?? database.inTransaction ?? false
}
