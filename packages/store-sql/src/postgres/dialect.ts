import { PunctualError } from '@punctual/core/store'
import type { SqlValue } from '../sql-value.ts'
import type { OneUpdate, ServerDialect } from '../server/server-dialect.ts'

/** How PostgreSQL answers. Ids compare byte by byte by the collation "C". */
export const postgresDialect: ServerDialect = {
  kind: 'postgres',
  types: {
    id: 'TEXT COLLATE "C"',
    text: 'TEXT',
    ms: 'BIGINT',
    int: 'INTEGER',
    serial: 'BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
    unlessNull: (column) => ` WHERE ${column} IS NOT NULL`,
  },
  placeholders: (sql) => sql,
  hasTable: (table) => ({
    sql: `SELECT 1 AS found WHERE to_regclass(?) IS NOT NULL`,
    values: [table],
  }),
  onKeyKeep: (key) => `ON CONFLICT (${key.join(', ')}) DO NOTHING`,
  onKeyReplace: (key, columns) =>
    `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  literal,
  begin: ['BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE', `SET LOCAL lock_timeout = '3s'`],
  beginLook: ['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'],
  now: msOf('statement_timestamp()'),
  nowExactly: msOf('clock_timestamp()'),
  locks: {
    change: 'FOR UPDATE',
    touch: 'FOR NO KEY UPDATE',
    hold: 'FOR KEY SHARE',
    pass: 'FOR UPDATE SKIP LOCKED',
  },
  part: {
    begin: ['SAVEPOINT punctual_step'],
    end: ['RELEASE SAVEPOINT punctual_step'],
    back: ['ROLLBACK TO SAVEPOINT punctual_step', 'RELEASE SAVEPOINT punctual_step'],
  },
  // With an older snapshot the lock of a job that was changed since fails, so nothing older is ever read.
  fresh: '',
  list: (columns, rows) =>
    `(VALUES ${rows.map((row) => `(${row.join(', ')})`).join(',\n')}) AS v (${columns.join(', ')})`,
  updateOne: ({ table, set, where }) => `UPDATE ${table} AS t SET ${assigned(set)} WHERE ${where}`,
  updateMany: ({ table, set, list, where }) =>
    `UPDATE ${table} AS t SET ${assigned(set)} FROM ${list} WHERE ${where}`,
  counted: ({ sql, rows }) =>
    rows === null
      ? sql
      : `WITH met AS (${sql} RETURNING 1) SELECT 1 / (CASE WHEN count(*) = ${rows} THEN 1 ELSE 0 END) AS met FROM met`,
  countsItself: true,
}

function assigned(set: OneUpdate['set']): string {
  return set.map(([column, value]) => `${column} = ${value}`).join(', ')
}

function msOf(timestamp: string): string {
  return `floor(extract(epoch FROM ${timestamp}) * 1000)::bigint`
}

/**
 * A value as it stands in a statement. Quotes are doubled; where there is a backslash the form is taken in which it is
 * one whatever the server is set to. Text with a zero character, which PostgreSQL cannot hold, would end the statement there.
 */
function literal(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return value < 0 ? `(${value})` : String(value)
  if (value.includes('\0')) {
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      'PostgreSQL keeps no text with the character U+0000: leave it out',
    )
  }
  const quoted = value.replaceAll("'", "''")
  return quoted.includes('\\') ? ` E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`
}
