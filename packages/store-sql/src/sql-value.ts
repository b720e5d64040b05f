/** What is bound to a statement, and what a column holds. */
export type SqlValue = string | number | null

/** One record as a driver gives it. */
export type SqlRecord = Readonly<Record<string, unknown>>

/** A statement with its bound values. */
export interface Query {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

/** What the rows of a step are read from and written to. */
export interface Connection {
  all(sql: string, values: readonly SqlValue[]): readonly SqlRecord[]
  run(sql: string, values: readonly SqlValue[]): void
}
