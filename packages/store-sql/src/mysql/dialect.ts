import type { SqlValue } from '../sql-value.ts'
import type { OneUpdate, ServerDialect } from '../server/server-dialect.ts'

const UTF8 = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'

/** In UTC, so that no change of the clocks makes it ambiguous. */
const SERVER_TIME = `(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)`

/** How MySQL and MariaDB answer, in what both of them understand. */
export const mysqlDialect: ServerDialect = {
  kind: 'mysql',
  types: {
    id: `VARCHAR(255) ${UTF8}`,
    text: `LONGTEXT ${UTF8}`,
    ms: 'BIGINT',
    int: 'INT',
    serial: 'BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY',
    unlessNull: () => '',
  },
  placeholders: (sql) => sql,
  hasTable: (table) => ({
    sql: 'SELECT 1 AS found FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?',
    values: [table],
  }),
  onKeyKeep: ([column = '']) => `ON DUPLICATE KEY UPDATE ${column} = ${column}`,
  onKeyReplace: (_key, columns) =>
    `ON DUPLICATE KEY UPDATE ${columns.map((name) => `${name} = VALUES(${name})`).join(', ')}`,
  literal,
  begin: ['SET TRANSACTION ISOLATION LEVEL READ COMMITTED', 'START TRANSACTION'],
  beginLook: ['SET TRANSACTION ISOLATION LEVEL REPEATABLE READ', 'START TRANSACTION READ ONLY'],
  now: SERVER_TIME,
  nowExactly: SERVER_TIME,
  locks: {
    change: 'FOR UPDATE',
    touch: 'FOR UPDATE',
    hold: 'LOCK IN SHARE MODE',
    pass: 'FOR UPDATE SKIP LOCKED',
  },
  part: {
    // Without a transaction a savepoint is none, and going back to it fails.
    begin: ['SAVEPOINT punctual_step', 'ROLLBACK TO SAVEPOINT punctual_step'],
    end: ['RELEASE SAVEPOINT punctual_step'],
    back: ['ROLLBACK TO SAVEPOINT punctual_step', 'RELEASE SAVEPOINT punctual_step'],
  },
  fresh: 'LOCK IN SHARE MODE',
  list: (columns, rows) =>
    `(${rows.map((row) => selected(columns, row)).join('\nUNION ALL ')}) AS v`,
  updateOne: ({ table, set, where }) => `UPDATE ${table} AS t SET ${assigned(set)} WHERE ${where}`,
  // The list first: whatever the server thinks of its size, the rows of the table are found by their key.
  updateMany: ({ table, set, list, where }) =>
    `UPDATE ${list} STRAIGHT_JOIN ${table} AS t ON ${where} SET ${assigned(set)}`,
  counted: ({ sql }) => sql,
  countsItself: false,
}

function assigned(set: OneUpdate['set']): string {
  return set.map(([column, value]) => `t.${column} = ${value}`).join(', ')
}

/** Text of a list is compared as the columns are, not as the connection is set to. */
function selected(columns: readonly string[], row: readonly string[]): string {
  const values = columns.map((column, index) => {
    const value = row[index] ?? 'NULL'
    return `${value.startsWith('_utf8mb4') ? `${value} COLLATE utf8mb4_bin` : value} AS ${column}`
  })
  return `SELECT ${values.join(', ')}`
}

const PLAIN = /^[ -[\]-~]*$/

/**
 * A value as it stands in a statement. Text with a backslash, whose meaning is a setting of the server, and text beyond
 * ASCII, whose meaning is a setting of the connection, stands there as the bytes that it has in UTF-8.
 */
function literal(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return value < 0 ? `(${value})` : String(value)
  if (PLAIN.test(value)) return `_utf8mb4'${value.replaceAll("'", "''")}'`
  return `_utf8mb4 X'${Buffer.from(value, 'utf8').toString('hex')}'`
}
