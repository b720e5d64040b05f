import { PunctualError, TablesStore, type JobStore } from '@punctual/core/store'
import { collectionNames, DEFAULT_PREFIX } from './collection-names.ts'
import type { MongoDb } from './driver.ts'
import type { MongoTarget } from './steps/mongo-link.ts'
import { MongoSteps } from './steps/mongo-steps.ts'

/** Where the jobs are: in a database that the store connects to, or in one that you have open already. */
export type MongoStoreOptions = MongoSharedOptions & (MongoUrlOptions | MongoDbOptions)

export interface MongoSharedOptions {
  /** How the names of the collections begin: letters a-z, digits and _. Default `'punctual_'`. */
  readonly prefix?: string
}

export interface MongoUrlOptions {
  /** A connection string, `mongodb://` or `mongodb+srv://`; the package `mongodb` has to be installed. */
  readonly url: string
  /** The name of the database. Default: the one of the url, else `test`. */
  readonly database?: string
  readonly db?: never
}

export interface MongoDbOptions {
  /** A `Db` of the package `mongodb`; you close its client, after the scheduler was stopped. */
  readonly db: MongoDb
  readonly url?: never
  readonly database?: never
}

/**
 * Keeps jobs and runs in MongoDB: one server, a replica set or a sharded cluster, shared by any number of processes. It needs
 * no transactions. Calls reject with `PUNCTUAL_STORE_UNAVAILABLE` while the server cannot be reached, and with
 * `PUNCTUAL_STORE_BUSY` when other nodes were quicker for 10 s. Wrong options are refused with `PUNCTUAL_OPTION_INVALID`.
 *
 * @example
 * ```ts
 * const scheduler = createScheduler({ store: mongoStore({ url: 'mongodb://localhost:27017/app' }) })
 * ```
 */
export function mongoStore(options: MongoStoreOptions): JobStore {
  const names = collectionNames(options.prefix ?? DEFAULT_PREFIX)
  return new TablesStore(new MongoSteps({ target: targetOf(options), names }))
}

function targetOf({ url, db, database }: MongoStoreOptions): MongoTarget {
  if ((url === undefined) === (db === undefined)) {
    throw refused('give either url, a connection string, or db, a database that is open')
  }
  if (db !== undefined) {
    if (database !== undefined) throw refused('database goes with url; a db has its name already')
    const isDb = typeof db.collection === 'function' && typeof db.command === 'function'
    if (!isDb) throw refused('db must be a Db of the package mongodb, as client.db() gives it')
    return { db }
  }
  if (typeof url !== 'string' || !/^mongodb(\+srv)?:\/\/./.test(url)) {
    throw refused('url must begin with mongodb:// or mongodb+srv://')
  }
  if (database !== undefined && (typeof database !== 'string' || database === '')) {
    throw refused('database must be the name of a database')
  }
  return { url, database: database ?? null }
}

function refused(message: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', message)
}
