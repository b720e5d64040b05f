import type { Dialect } from '../dialect.ts'

/** How SQLite answers. Its text compares byte by byte by itself, and its integers are as long as they must be. */
export const sqliteDialect: Dialect = {
  types: {
    ...{ id: 'TEXT', text: 'TEXT', ms: 'BIGINT', int: 'INTEGER', serial: 'INTEGER PRIMARY KEY' },
    unlessNull: () => '',
  },
  placeholders: (sql) => sql,
  hasTable: (table) => ({
    sql: `SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = ?`,
    values: [table],
  }),
  onKeyKeep: (key) => `ON CONFLICT (${key.join(', ')}) DO NOTHING`,
  onKeyReplace: (key, columns) =>
    `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
}
