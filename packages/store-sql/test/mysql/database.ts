import mysql from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { mysqlSteps } from '../../src/mysql/mysql-steps.ts'
import type { ServerSteps } from '../../src/server/server-steps.ts'
import { DEFAULT_PREFIX, tableNames, type TableNames } from '../../src/table-names.ts'
import { required } from '../server/required.ts'

const url: string = process.env['PUNCTUAL_TEST_MYSQL'] ?? 'mysql://root@127.0.0.1:3306/test'

/** Whether the server answers; where it must and does not, tests fail on their own. */
export const isThere: boolean = required || (await answers())

async function answers(): Promise<boolean> {
  try {
    const connection = await mysql.createConnection({ uri: url, connectTimeout: 2_000 })
    await connection.end()
    return true
  } catch {
    return false
  }
}

/** A database of this test file, with a pool to it. */
export interface Database {
  readonly pool: mysql.Pool
  readonly url: string
  readonly names: TableNames
  /** A store of this database; by default with the pool, and by the clock of its scheduler. */
  steps(options?: { target?: string; clock?: 'server' | 'scheduler' }): ServerSteps
}

/** The database is dropped when the file is over, and its tables are emptied before each test. */
export function database(name: string): Database {
  const pool = mysql.createPool({ uri: url, database: name, connectionLimit: 20 })
  const names = tableNames(DEFAULT_PREFIX)
  const { jobs, jobTags, runs, spans, follows, nodes } = names
  const own = new URL(url)
  own.pathname = `/${name}`
  const outside = async (sql: string): Promise<void> => {
    if (!isThere) return
    const connection = await mysql.createConnection({ uri: url })
    await connection.query(sql)
    await connection.end()
  }
  beforeAll(async () => {
    await outside(`DROP DATABASE IF EXISTS ${name}`)
    await outside(`CREATE DATABASE ${name}`)
  })
  beforeEach(async () => {
    if (!isThere) return
    const [tables] = await pool.query(`SHOW TABLES LIKE '${runs}'`)
    if (!Array.isArray(tables) || tables.length === 0) return
    for (const table of [jobs, jobTags, runs, spans, follows, nodes])
      await pool.query(`DELETE FROM ${table}`)
  })
  afterAll(async () => {
    await pool.end()
    await outside(`DROP DATABASE IF EXISTS ${name}`)
  })
  return {
    pool,
    url: String(own),
    names,
    steps: ({ target, clock = 'scheduler' } = {}) =>
      mysqlSteps({ target: target ?? pool, names, clock }),
  }
}
