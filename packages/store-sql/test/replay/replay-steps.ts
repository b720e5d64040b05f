import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import type { Clock, Steps, StoreCapabilities, StoreReader, Tables } from '@punctual/core/store'
import { SqlTables } from '../../src/sql-tables.ts'
import { SqliteClient } from '../../src/sqlite/client.ts'
import { sqliteDialect } from '../../src/sqlite/dialect.ts'
import { SqliteSteps } from '../../src/sqlite/sqlite-steps.ts'
import { Statements } from '../../src/statements/statements.ts'
import { DEFAULT_PREFIX, tableNames } from '../../src/table-names.ts'
import { Retention } from '../../src/tables/retention.ts'
import { replayed, type Later } from './replayed.ts'

/** Who writes to a file, one after the other. */
export interface Line {
  last: Promise<unknown>
}

const names = tableNames(DEFAULT_PREFIX)
const sql = new Statements(names, sqliteDialect)

/** SQLite as if it stood beyond a socket: each statement of a writing step is answered in a later turn of the event loop. */
export class ReplaySteps implements Steps {
  readonly kind: string = 'replay'
  readonly capabilities: StoreCapabilities
  readonly place: string | null
  readonly read: StoreReader
  readonly #sqlite: SqliteSteps
  readonly #client: SqliteClient
  readonly #line: Line
  readonly #retention = new Retention(sql)
  #clock: Clock | null = null

  constructor(path: string, line: Line) {
    this.#sqlite = new SqliteSteps({ target: { path, synchronous: 'normal' }, names })
    this.#client = new SqliteClient(new DatabaseSync(path), { own: true })
    this.#line = line
    this.capabilities = this.#sqlite.capabilities
    this.place = this.#sqlite.place
    this.read = this.#sqlite.read
  }

  open(clock: Clock): Promise<number> {
    this.#clock = clock
    return this.#sqlite.open(clock)
  }

  write<T>(work: (tables: Tables) => T): Promise<T> {
    const step = this.#line.last.then(() => this.#transaction(work))
    this.#line.last = step.catch(() => {})
    return step
  }

  look<T>(work: (tables: Tables) => T): Promise<T> {
    return this.#sqlite.look(work)
  }

  isGone(place: string): boolean {
    return this.#sqlite.isGone(place)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.close()
    await this.#sqlite[Symbol.asyncDispose]()
  }

  async #transaction<T>(work: (tables: Tables) => T): Promise<T> {
    const step = { now: this.#clock!.now(), retention: this.#retention }
    this.#client.run('BEGIN IMMEDIATE', [])
    try {
      const result = await replayed(laterOver(this.#client), (db) =>
        work(new SqlTables(db, sql, step)),
      )
      this.#client.run('COMMIT', [])
      return result
    } catch (error) {
      this.#client.run('ROLLBACK', [])
      throw error
    }
  }
}

function laterOver(client: SqliteClient): Later {
  return {
    async all({ sql: text, values }) {
      await setImmediate()
      return client.all(text, values)
    },
    async run({ sql: text, values }) {
      await setImmediate()
      client.run(text, values)
    },
  }
}
