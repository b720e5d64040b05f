import pg from 'pg'
import { afterAll, beforeEach } from 'vitest'
import { postgresSteps } from '../../src/postgres/postgres-steps.ts'
import type { ServerSteps } from '../../src/server/server-steps.ts'
import { DEFAULT_PREFIX, tableNames, type TableNames } from '../../src/table-names.ts'
import { required } from '../server/required.ts'

export const url: string =
  process.env['PUNCTUAL_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/test'

/** Whether the server answers; where it must and does not, tests fail on their own. */
export const isThere: boolean = required || (await answers())

async function answers(): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

/** A schema of this test file, with a pool to it. */
export interface Database {
  readonly pool: pg.Pool
  readonly schema: string
  readonly names: TableNames
  /** A store of this database, by the clock of its scheduler. */
  steps(options?: { listen?: boolean; clock?: 'server' | 'scheduler' }): ServerSteps
}

/** The schema is dropped when the file is over, and its tables are emptied before each test. */
export function database(schema: string): Database {
  // What a test writes need not outlive the machine.
  const pool = new pg.Pool({ connectionString: url, options: '-c synchronous_commit=off', max: 20 })
  pool.on('error', () => {})
  const names = tableNames(DEFAULT_PREFIX, schema)
  const { jobs, jobTags, runs, spans, follows, nodes } = names
  const emptied = [jobs, jobTags, runs, spans, follows, nodes].map(
    (table) => `DELETE FROM ${table}`,
  )
  beforeEach(async () => {
    if (!isThere) return
    const { rows } = await pool.query(`SELECT 1 WHERE to_regclass('${runs}') IS NOT NULL`)
    if (rows.length > 0) await pool.query(emptied.join(';'))
  })
  afterAll(async () => {
    if (isThere) await pool.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
    await pool.end()
  })
  return {
    pool,
    schema,
    names,
    steps: ({ listen = false, clock = 'scheduler' } = {}) =>
      postgresSteps({ target: pool, names, schema, listen, clock }),
  }
}

/** The columns and indexes of a schema, without its name. */
export async function schemaOf(pool: pg.Pool, schema: string): Promise<readonly string[]> {
  const columns = `SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || coalesce(collation_name, '') || ' ' || is_nullable AS line
FROM information_schema.columns WHERE table_schema = $1`
  const indexes = `SELECT replace(indexdef, $1 || '.', '') AS line FROM pg_indexes WHERE schemaname = $1`
  const { rows } = await pool.query<{ line: string }>(`${columns} UNION ALL ${indexes}`, [schema])
  return rows.map(({ line }) => line).toSorted()
}
