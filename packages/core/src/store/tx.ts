/**
 * The user's open transaction: a pg client, a mysql2 connection or an adapter, a node:sqlite or better-sqlite3 database, a
 * MongoDB ClientSession. Statements carry their values, so whatever kind of list `query` takes is given an empty one.
 */
export type Tx =
  | { query(sql: string, params: never[]): unknown }
  | { prepare(sql: string): unknown; exec(sql: string): unknown }
  | { inTransaction(): boolean; readonly id?: unknown }
