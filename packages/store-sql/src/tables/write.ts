import type { Connection, Query } from '../sql-value.ts'

/** Runs the statement of a row, if there is anything to write. */
export function write(db: Connection, query: Query | null): void {
  if (query !== null) db.run(query.sql, query.values)
}
