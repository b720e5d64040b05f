import {
  PunctualError,
  type Ask,
  type Clock,
  type EpochMs,
  type Steps,
  type StoreCapabilities,
  type StoreReader,
  type Tables,
  type Tx,
} from '@punctual/core/store'
import { SqlReader } from '../reading/sql-reader.ts'
import type { SqlRecord } from '../sql-value.ts'
import { Statements } from '../statements/statements.ts'
import type { TableNames } from '../table-names.ts'
import { Watchers, type Listener } from '../watchers.ts'
import { AskReads } from './ask-reads.ts'
import { bound } from './bound.ts'
import { ChangeWrites } from './change-writes.ts'
import { migrate } from './migrate.ts'
import { ServerRetention } from './retention.ts'
import type { ServerLink } from './server-link.ts'
import type { Bell, Server } from './server.ts'
import { StepRunner, type StepFrame, type StepWork } from './step-runner.ts'
import { TxTurns } from './tx-turns.ts'
import type { Wake } from './wake.ts'

export interface ServerStepsOptions {
  readonly names: TableNames
  /** Whose time counts: that of the scheduler is for tests. */
  readonly clock: 'server' | 'scheduler'
}

/** Tries of a step that others get in the way of. */
const TRIES = 8

/** Atomic steps over the rows of a database server: each is one transaction, done anew when others were quicker. */
export class ServerSteps implements Steps {
  readonly kind: string
  readonly capabilities: StoreCapabilities
  readonly place: string | null = null
  readonly read: StoreReader
  readonly watch?: NonNullable<Steps['watch']>
  readonly #server: Server
  readonly #options: ServerStepsOptions
  readonly #runner: StepRunner
  readonly #retention: ServerRetention
  readonly #watchers = new Watchers()
  readonly #parts = new TxTurns()
  #clock: Clock | null = null

  constructor(server: Server, options: ServerStepsOptions) {
    const { dialect, bell } = server
    const sql = new Statements(options.names, dialect)
    this.kind = dialect.kind
    this.capabilities = {
      shared: true,
      durable: true,
      tx: true,
      watch: bell?.hears ?? false,
      notes: false,
    }
    this.#server = server
    this.#options = options
    this.#runner = new StepRunner(
      dialect,
      new AskReads(sql, dialect),
      new ChangeWrites(sql, dialect),
    )
    this.#retention = new ServerRetention(sql, dialect)
    this.read = new SqlReader(sql, {
      ask: (query) => this.#ask(bound(dialect, query)),
      rest: () => new Promise((resolve) => this.#known().setTimer(0, resolve)),
    })
    if (bell?.hears === true) this.watch = (wake) => this.#watch(bell, wake)
  }

  async open(clock: Clock): Promise<number> {
    this.#clock ??= clock
    const { dialect, lock } = this.#server
    const { names } = this.#options
    return this.#once((link) => migrate(link, { names, dialect, lock }))
  }

  async write<T>(
    work: (tables: Tables) => T,
    asks: readonly Ask[] = [],
    { passes = false }: { readonly passes?: boolean } = {},
  ): Promise<T> {
    const { dialect, bell } = this.#server
    const tell = (wake: Wake): readonly string[] => bell?.ring(wake) ?? []
    const frame = { begin: dialect.begin, end: ['COMMIT'], tell }
    const { result, wake } = await this.#insisting(frame, (whole) =>
      this.#runner.write({ work, asks, passes }, whole),
    )
    this.#watchers.note(wake)
    return result
  }

  async writeIn<T>(tx: Tx, work: (tables: Tables) => T, asks: readonly Ask[]): Promise<T> {
    const { dialect, bell } = this.#server
    const { part, fresh } = dialect
    const tell = (wake: Wake): readonly string[] => bell?.ring(wake) ?? []
    const frame = { begin: part.begin, end: part.end, fresh, tell }
    const step: StepWork<T> = { work, asks, passes: false }
    const link = this.#server.linkOf(tx)
    return this.#parts.inTurn(tx, async () => {
      const { result } = await this.#insisting(
        frame,
        (whole) => this.#runner.write(step, whole),
        link,
      )
      return result
    })
  }

  look<T>(work: (tables: Tables) => T, asks: readonly Ask[] = []): Promise<T> {
    const step: StepWork<T> = { work, asks, passes: false }
    const frame = { begin: this.#server.dialect.beginLook, end: ['COMMIT'], tell: () => [] }
    return this.#insisting(frame, (whole) => this.#runner.look(step, whole))
  }

  prune(limit: number): Promise<number> {
    const frame = { begin: this.#server.dialect.begin, end: ['COMMIT'], tell: () => [] }
    return this.#insisting(frame, (whole) => this.#retention.prune(whole, limit))
  }

  isGone(): boolean {
    return false
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.bell?.rest()
    await this.#server.pool.close()
  }

  #watch(bell: Bell, wake: Listener): Disposable {
    const watcher: Listener = (hint) => wake(hint)
    this.#watchers.add(watcher)
    bell.hear(this.#known(), (heard) => this.#watchers.tell(heard))
    return {
      [Symbol.dispose]: () => {
        this.#watchers.delete(watcher)
        if (!this.#watchers.any) void bell.rest()
      },
    }
  }

  async #ask(sql: string): Promise<readonly SqlRecord[]> {
    const [reply] = await this.#once((link) => link.run([sql]))
    return reply?.records ?? []
  }

  /** Does a step anew as long as others get in its way; what it came upon it locks at once the next time. */
  async #insisting<T>(
    frame: Pick<StepFrame, 'begin' | 'end' | 'tell' | 'fresh'>,
    step: (frame: StepFrame) => Promise<T>,
    inside: ServerLink | null = null,
  ): Promise<T> {
    const known = new Set<string>()
    for (let tries = 1; ; tries += 1) {
      try {
        const use = (link: ServerLink): Promise<T> =>
          step({ ...frame, link, known, isFirst: tries === 1, now: this.#now() })
        return await (inside === null ? this.#leased(use) : this.#partly(inside, use))
      } catch (error) {
        if (tries >= TRIES || !this.#server.errors.isConflict(error))
          throw this.#server.errors.translated(error)
      }
    }
  }

  async #once<T>(use: (link: ServerLink) => Promise<T>): Promise<T> {
    try {
      return await this.#leased(use)
    } catch (error) {
      throw this.#server.errors.translated(error)
    }
  }

  /** After a failure the transaction is rolled back; a connection on which that fails is not used again. */
  async #leased<T>(use: (link: ServerLink) => Promise<T>): Promise<T> {
    this.#known()
    const { pool, errors } = this.#server
    const link = await pool.lease()
    let broken = false
    try {
      return await use(link)
    } catch (error) {
      broken = errors.isLost(error) || !(await didRun(link, ['ROLLBACK']))
      throw error
    } finally {
      link.release(broken)
    }
  }

  /** After a failure the transaction of the application is as it was before. */
  async #partly<T>(link: ServerLink, use: (link: ServerLink) => Promise<T>): Promise<T> {
    const { errors, dialect } = this.#server
    try {
      return await use(link)
    } catch (error) {
      if (errors.isIdle(error)) throw noTransaction(error)
      // A deadlock may have ended the whole transaction, and then there is no way back.
      if (!(await didRun(link, dialect.part.back))) throw errors.translated(error)
      throw error
    }
  }

  #now(): EpochMs | null {
    return this.#options.clock === 'server' ? null : this.#known().now()
  }

  #known(): Clock {
    if (this.#clock !== null) return this.#clock
    throw new PunctualError('PUNCTUAL_STORE_UNAVAILABLE', `the ${this.kind} store was not opened`)
  }
}

function noTransaction(cause: unknown): PunctualError {
  return new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    'tx has no open transaction: begin one on it before the call, and commit it after',
    { cause },
  )
}

async function didRun(link: ServerLink, statements: readonly string[]): Promise<boolean> {
  try {
    await link.run(statements)
    return true
  } catch {
    return false
  }
}
