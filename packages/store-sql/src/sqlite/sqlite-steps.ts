import {
  PunctualError,
  type Clock,
  type Steps,
  type StoreCapabilities,
  type StoreReader,
  type Tables,
} from '@punctual/core/store'
import { SqlReader } from '../reading/sql-reader.ts'
import { SqlTables } from '../sql-tables.ts'
import { Statements } from '../statements/statements.ts'
import type { TableNames } from '../table-names.ts'
import { Retention } from '../tables/retention.ts'
import { Watchers } from '../watchers.ts'
import { BusyLine } from './busy-line.ts'
import { SqliteClient } from './client.ts'
import { sqliteDialect } from './dialect.ts'
import { FileWatch } from './file-watch.ts'
import { migrate } from './migrate.ts'
import { openFile, type SqliteFile } from './open-file.ts'
import { isPlaceGone, ownPlace } from './place.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

export interface SqliteStepsOptions {
  /** A file that we open and close, or a connection that is the caller's. */
  readonly target: SqliteFile | SqliteDatabase
  readonly names: TableNames
}

/** Atomic steps over the rows of a SQLite file: each is one transaction that begins and ends without a pause. */
export class SqliteSteps implements Steps {
  readonly kind: string = 'sqlite'
  readonly capabilities: StoreCapabilities = {
    shared: true,
    durable: true,
    tx: false,
    watch: true,
    notes: false,
  }
  readonly place: string | null = ownPlace
  readonly read: StoreReader
  readonly #target: SqliteFile | SqliteDatabase
  readonly #sql: Statements
  readonly #retention: Retention
  /** Whoever reads needs not wait for those who wait to write. */
  readonly #reads = new BusyLine()
  readonly #writes = new BusyLine()
  readonly #watchers = new Watchers()
  #file: FileWatch | null = null
  /** Of the scheduler that opened the store first. */
  #clock: Clock | null = null
  #client: SqliteClient | null = null
  #opening: Promise<SqliteClient> | null = null

  constructor({ target, names }: SqliteStepsOptions) {
    this.#target = target
    this.#sql = new Statements(names, sqliteDialect)
    this.#retention = new Retention(this.#sql)
    this.read = new SqlReader(this.#sql, {
      ask: ({ sql, values }) => this.#step(this.#reads, (client) => client.all(sql, values)),
      rest: () => new Promise((resolve) => this.#known().setTimer(0, resolve)),
    })
  }

  async open(clock: Clock): Promise<number> {
    this.#clock ??= clock
    return this.#step(this.#reads, (client) => migrate(client, this.#sql.names))
  }

  write<T>(work: (tables: Tables) => T): Promise<T> {
    return this.#step(this.#writes, (client) => {
      const tables = this.#tables(client)
      const result = client.write(() => work(tables))
      this.#watchers.note({ at: tables.wakeAt, news: false })
      return result
    })
  }

  look<T>(work: (tables: Tables) => T): Promise<T> {
    return this.#step(this.#reads, (client) => client.look(() => work(this.#tables(client))))
  }

  isGone(place: string): boolean {
    return isPlaceGone(place)
  }

  watch(wake: Parameters<NonNullable<Steps['watch']>>[0]): Disposable {
    const watcher: typeof wake = (hint) => wake(hint)
    this.#watchers.add(watcher)
    this.#watchFile()
    return {
      [Symbol.dispose]: () => {
        this.#watchers.delete(watcher)
        if (!this.#watchers.any) this.#unwatchFile()
      },
    }
  }

  /** Others of this process may share the store: whoever goes on using it opens the file again. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#unwatchFile()
    this.#client?.close()
    this.#client = null
  }

  async #step<T>(line: BusyLine, step: (client: SqliteClient) => T): Promise<T> {
    this.#known()
    const client = this.#client ?? (await this.#connect())
    return line.through(() => step(client))
  }

  async #connect(): Promise<SqliteClient> {
    this.#opening ??= this.#connected()
    try {
      this.#client = await this.#opening
      if (this.#watchers.any) this.#watchFile()
    } finally {
      this.#opening = null
    }
    return this.#client
  }

  async #connected(): Promise<SqliteClient> {
    const target = this.#target
    if (!('path' in target)) return new SqliteClient(target, { own: false })
    return new SqliteClient(await openFile(target, this.#reads), { own: true })
  }

  #known(): Clock {
    if (this.#clock !== null) return this.#clock
    throw new PunctualError('PUNCTUAL_STORE_UNAVAILABLE', 'the SQLite store was not opened')
  }

  /** The clock of the process is the store's: everybody who can open the file has the same. */
  #tables(client: SqliteClient): SqlTables {
    return new SqlTables(client, this.#sql, {
      now: this.#known().now(),
      retention: this.#retention,
    })
  }

  #watchFile(): void {
    const client = this.#client
    const path = client?.path() ?? null
    if (client === null || path === null || this.#file !== null) return
    client.changedByOthers()
    this.#file = new FileWatch(path, {
      clock: this.#known(),
      written: () => void this.#lookForOthers(),
    })
  }

  /** A look that fails is none: whoever uses the store next hears why. */
  async #lookForOthers(): Promise<void> {
    const look = this.#step(this.#reads, (client) => client.changedByOthers())
    if (await look.catch(() => false)) this.#watchers.tell({ at: null })
  }

  #unwatchFile(): void {
    this.#file?.[Symbol.dispose]()
    this.#file = null
  }
}
