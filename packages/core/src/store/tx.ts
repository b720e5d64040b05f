/** The user's open transaction: a pg client or an adapter, a node:sqlite or better-sqlite3 database, a MongoDB ClientSession. */
export type Tx =
  | { query(sql: string, params: readonly unknown[]): unknown }
  | { prepare(sql: string): unknown; exec(sql: string): unknown }
  | { inTransaction(): boolean; readonly id?: unknown }
