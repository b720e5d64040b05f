import { PunctualError, TablesStore, type JobStore } from '@punctual/core/store'
import { schemaSql } from '../migrations/schema.ts'
import { DEFAULT_PREFIX, tableNames } from '../table-names.ts'
import { mysqlDialect } from './dialect.ts'
import type { MysqlPool } from './driver.ts'
import { mysqlSteps } from './mysql-steps.ts'

/** Where the jobs are: behind a pool that you have, or at an address. */
export type MysqlStoreOptions = MysqlSchemaOptions & (MysqlPoolOptions | MysqlUrlOptions)

export interface MysqlSchemaOptions {
  /** How the names of the tables begin: letters a-z, digits and _. Default `'punctual_'`. */
  readonly prefix?: string
}

export interface MysqlPoolOptions {
  /** A pool of mysql2; you close it. With its option `multipleStatements` off, a step takes more round trips. */
  readonly pool: MysqlPool
  readonly url?: never
}

export interface MysqlUrlOptions {
  /** `mysql://user:password@host:3306/database`; needs the package `mysql2`. We open the connections and close them. */
  readonly url: string
  readonly pool?: never
}

/**
 * Keeps jobs and runs in MySQL 8.0 or MariaDB 10.6, or later, which any number of nodes may share; calls can be part of
 * your own transaction. Calls reject with `PUNCTUAL_STORE_UNAVAILABLE` when the server cannot be reached, and with
 * `PUNCTUAL_STORE_BUSY` when others hold the same jobs for too long. Wrong options are refused with
 * `PUNCTUAL_OPTION_INVALID`.
 *
 * @example
 * ```ts
 * const scheduler = createScheduler({ store: mysqlStore({ url: 'mysql://localhost/shop' }) })
 * ```
 */
export function mysqlStore(options: MysqlStoreOptions): JobStore {
  const names = tableNames(options.prefix ?? DEFAULT_PREFIX)
  return new TablesStore(mysqlSteps({ target: targetOf(options), names, clock: 'server' }))
}

/**
 * The tables that `mysqlStore` makes, as SQL text, for whoever wants to make them beforehand.
 *
 * @example
 * ```ts
 * console.log(mysqlSchema({ prefix: 'jobs_' }))
 * ```
 */
export function mysqlSchema(options: MysqlSchemaOptions = {}): string {
  return schemaSql(tableNames(options.prefix ?? DEFAULT_PREFIX), mysqlDialect)
}

function targetOf({ pool, url }: MysqlStoreOptions): MysqlPool | string {
  if ((pool === undefined) === (url === undefined)) {
    throw refused('give either url, the address of the database, or pool, a pool of mysql2')
  }
  if (pool !== undefined) {
    if ('promise' in pool || typeof pool.getConnection === 'function') return pool
    throw refused('pool must be a pool of mysql2')
  }
  if (typeof url === 'string' && url.startsWith('mysql://')) return url
  throw refused('url must begin with mysql://')
}

function refused(message: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', message)
}
