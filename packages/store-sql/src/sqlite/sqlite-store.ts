import { PunctualError, TablesStore, type JobStore } from '@punctual/core/store'
import { schemaSql } from '../migrations/schema.ts'
import { DEFAULT_PREFIX, tableNames } from '../table-names.ts'
import { sqliteDialect } from './dialect.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { SqliteSteps } from './sqlite-steps.ts'

/** Where the jobs are: in a file, or behind a connection that you have open already. */
export type SqliteStoreOptions = SqliteSharedOptions & (SqliteFileOptions | SqliteConnectionOptions)

export interface SqliteSharedOptions {
  /** How the names of the tables begin: letters a-z, digits and _. Default `'punctual_'`. */
  readonly prefix?: string
}

export interface SqliteFileOptions {
  /** The file; it is made when it is missing, its folder is not. */
  readonly path: string
  readonly database?: never
  /**
   * When a change is on the disk. `'normal'`: soon; after a power cut the last changes may be missing, after a crash of
   * the process none is. `'full'`: before a call resolves. Default `'normal'`.
   */
  readonly synchronous?: 'normal' | 'full'
}

export interface SqliteConnectionOptions {
  /** A `DatabaseSync` of node:sqlite or a `Database` of better-sqlite3; it keeps its settings, and you close it. */
  readonly database: SqliteDatabase
  readonly path?: never
  readonly synchronous?: never
}

/**
 * Keeps jobs and runs in a SQLite file, which several processes of one machine may share. It needs no dependency.
 * Calls reject with `PUNCTUAL_STORE_BUSY` when another connection holds the file for 5 s. Wrong options are refused with
 * `PUNCTUAL_OPTION_INVALID`.
 *
 * @example
 * ```ts
 * const scheduler = createScheduler({ store: sqliteStore({ path: 'jobs.sqlite' }) })
 * ```
 */
export function sqliteStore(options: SqliteStoreOptions): JobStore {
  const names = tableNames(options.prefix ?? DEFAULT_PREFIX)
  return new TablesStore(new SqliteSteps({ target: targetOf(options), names }))
}

/**
 * The tables that `sqliteStore` makes, as SQL text, for whoever wants to make them beforehand.
 *
 * @example
 * ```ts
 * console.log(sqliteSchema({ prefix: 'jobs_' }))
 * ```
 */
export function sqliteSchema(options: SqliteSharedOptions = {}): string {
  return schemaSql(tableNames(options.prefix ?? DEFAULT_PREFIX), sqliteDialect)
}

function targetOf(
  options: SqliteStoreOptions,
): SqliteDatabase | { path: string; synchronous: 'normal' | 'full' } {
  const { path, database, synchronous = 'normal' } = options
  if (synchronous !== 'normal' && synchronous !== 'full') {
    throw refused(`synchronous must be 'normal' or 'full'`)
  }
  if ((path === undefined) === (database === undefined)) {
    throw refused('give either path, the SQLite file, or database, an open connection')
  }
  if (database !== undefined) return checkedDatabase(database)
  if (typeof path !== 'string' || path === '' || path.startsWith(':')) {
    throw refused('path must be the path of a file; for jobs in memory use memoryStore()')
  }
  return { path, synchronous }
}

function checkedDatabase(database: SqliteDatabase): SqliteDatabase {
  const flag = database.isTransaction ?? database.inTransaction
  if (typeof database.prepare === 'function' && typeof flag === 'boolean') return database
  throw refused('database must be a DatabaseSync of node:sqlite or a Database of better-sqlite3')
}

function refused(message: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', message)
}
