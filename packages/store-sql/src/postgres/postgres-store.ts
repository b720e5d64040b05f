import { PunctualError, TablesStore, type JobStore } from '@punctual/core/store'
import { schemaSql } from '../migrations/schema.ts'
import { DEFAULT_PREFIX, tableNames } from '../table-names.ts'
import { postgresDialect } from './dialect.ts'
import type { PostgresPool } from './driver.ts'
import { postgresSteps } from './postgres-steps.ts'

/** Where the jobs are: behind a pool that you have, or at an address. */
export type PostgresStoreOptions = PostgresSharedOptions &
  (PostgresPoolOptions | PostgresUrlOptions)

export interface PostgresSchemaOptions {
  /** How the names of the tables begin: letters a-z, digits and _. Default `'punctual_'`. */
  readonly prefix?: string
  /** The schema of the tables; it is made when it is missing. Default: the first of the connection's search path. */
  readonly schema?: string
}

export interface PostgresSharedOptions extends PostgresSchemaOptions {
  /**
   * Whether one connection waits for notifications, so that other nodes hear of changes at once. Behind a pooler that
   * shares connections by transaction set it to `false`: nodes then look every few seconds. Default `true`.
   */
  readonly listen?: boolean
}

export interface PostgresPoolOptions {
  /** A `Pool` of pg; you close it. */
  readonly pool: PostgresPool
  readonly url?: never
}

export interface PostgresUrlOptions {
  /** `postgres://user:password@host:5432/database`; needs the package `pg`. We open the connections and close them. */
  readonly url: string
  readonly pool?: never
}

/**
 * Keeps jobs and runs in PostgreSQL 12 or later, which any number of nodes may share; calls can be part of your own
 * transaction. Calls reject with `PUNCTUAL_STORE_UNAVAILABLE` when the server cannot be reached, and with
 * `PUNCTUAL_STORE_BUSY` when others hold the same jobs for too long. Wrong options are refused with
 * `PUNCTUAL_OPTION_INVALID`.
 *
 * @example
 * ```ts
 * const scheduler = createScheduler({ store: postgresStore({ url: 'postgres://localhost/shop' }) })
 * ```
 */
export function postgresStore(options: PostgresStoreOptions): JobStore {
  const { prefix = DEFAULT_PREFIX, schema = null, listen = true } = options
  if (typeof listen !== 'boolean') throw refused('listen must be true or false')
  const names = tableNames(prefix, schema)
  const target = targetOf(options)
  return new TablesStore(postgresSteps({ target, names, schema, listen, clock: 'server' }))
}

/**
 * The tables that `postgresStore` makes, as SQL text, for whoever wants to make them beforehand.
 *
 * @example
 * ```ts
 * console.log(postgresSchema({ schema: 'jobs' }))
 * ```
 */
export function postgresSchema(options: PostgresSchemaOptions = {}): string {
  const { prefix = DEFAULT_PREFIX, schema = null } = options
  return schemaSql(tableNames(prefix, schema), postgresDialect)
}

function targetOf({ pool, url }: PostgresStoreOptions): PostgresPool | string {
  if ((pool === undefined) === (url === undefined)) {
    throw refused('give either url, the address of the database, or pool, a Pool of pg')
  }
  if (pool !== undefined) {
    if (typeof pool.connect === 'function') return pool
    throw refused('pool must be a Pool of pg')
  }
  if (typeof url === 'string' && /^postgres(ql)?:\/\//.test(url)) return url
  throw refused('url must begin with postgres:// or postgresql://')
}

function refused(message: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', message)
}
