import { PunctualError } from '@punctual/core/store'
import type { Connection, SqlRecord, SqlValue } from '../sql-value.ts'
import { sqliteDialect } from './dialect.ts'
import { inTransaction, type SqliteDatabase, type SqliteStatement } from './sqlite-database.ts'
import { ConnectionTaken } from './sqlite-errors.ts'

/** A connection with its prepared statements, and transactions on it that begin and end within one call. */
export class SqliteClient implements Connection {
  readonly #database: SqliteDatabase
  readonly #own: boolean
  readonly #statements = new Map<string, SqliteStatement>()
  #version = 0
  #closed = false

  /** A connection that is not our own keeps its settings, and may be in a transaction of its owner. */
  constructor(database: SqliteDatabase, options: { readonly own: boolean }) {
    this.#database = database
    this.#own = options.own
  }

  all(sql: string, values: readonly SqlValue[]): readonly SqlRecord[] {
    const records = this.#prepared(sql).all(...values)
    checkRecords(records)
    return records
  }

  run(sql: string, values: readonly SqlValue[]): void {
    this.#prepared(sql).run(...values)
  }

  /** All that the work writes is kept, or nothing when it throws. Throws at once when others hold the lock. */
  write<T>(work: () => T): T {
    return this.#patiently(() => this.#transaction('BEGIN IMMEDIATE', work))
  }

  /** Everything the work reads is of one instant. */
  look<T>(work: () => T): T {
    return this.#patiently(() => this.#transaction('BEGIN', work))
  }

  /** Whether another connection has written since this was asked the last time. */
  changedByOthers(): boolean {
    const before = this.#version
    const [record] = this.all('PRAGMA data_version', [])
    this.#version = Number(record?.['data_version'])
    return this.#version !== before
  }

  /** The file; null when there is none. */
  path(): string | null {
    const main = this.all('PRAGMA database_list', []).find(({ name }) => name === 'main')
    return typeof main?.['file'] === 'string' && main['file'] !== '' ? main['file'] : null
  }

  close(): void {
    this.#closed = true
    this.#statements.clear()
    if (this.#own) this.#database.close()
  }

  #transaction<T>(begin: string, work: () => T): T {
    if (inTransaction(this.#database)) throw new ConnectionTaken()
    this.run(begin, [])
    try {
      const result = work()
      this.run('COMMIT', [])
      return result
    } catch (error) {
      // SQLite itself rolls back after some errors, a full disk for one.
      if (inTransaction(this.#database)) this.run('ROLLBACK', [])
      throw error
    }
  }

  /** The busy timeout of a foreign connection would block the event loop, so it is set aside meanwhile. */
  #patiently<T>(work: () => T): T {
    if (this.#own) return work()
    const [record] = this.all('PRAGMA busy_timeout', [])
    const timeout = Number(record?.['timeout'] ?? 0)
    if (timeout === 0) return work()
    this.all('PRAGMA busy_timeout = 0', [])
    try {
      return work()
    } finally {
      this.all(`PRAGMA busy_timeout = ${timeout}`, [])
    }
  }

  #prepared(sql: string): SqliteStatement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    if (this.#closed) {
      throw new PunctualError(
        'PUNCTUAL_STORE_UNAVAILABLE',
        'the SQLite store was closed while a call waited: make no calls after the scheduler was stopped',
      )
    }
    const statement = this.#database.prepare(sqliteDialect.placeholders(sql))
    this.#statements.set(sql, statement)
    return statement
  }
}

/** All records of a statement are alike, so the first one speaks for them. */
function checkRecords(records: readonly unknown[]): asserts records is readonly SqlRecord[] {
  const [first] = records
  if (first === undefined || (typeof first === 'object' && first !== null && !Array.isArray(first)))
    return
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    'the database gives no records with named columns: pass a DatabaseSync of node:sqlite or a Database of better-sqlite3',
  )
}
