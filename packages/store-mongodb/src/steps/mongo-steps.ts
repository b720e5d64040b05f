import {
  PunctualError,
  type Ask,
  type Clock,
  type Steps,
  type StoreCapabilities,
  type StoreReader,
  type Tables,
} from '@punctual/core/store'
import type { CollectionNames } from '../collection-names.ts'
import { journalLimits, type JournalLimits } from '../journal/chunks.ts'
import { asked } from '../mongo-errors.ts'
import { MongoReader } from '../reading/mongo-reader.ts'
import { Watchers } from '../watchers.ts'
import { ChangeWatch } from './change-watch.ts'
import { openLink, type MongoLink, type MongoTarget } from './mongo-link.ts'
import { prune } from './prune.ts'
import { Retention } from './retention.ts'
import { StepLine, type Settled } from './step-line.ts'
import { StepRunner, type StepWork } from './step-runner.ts'

export interface MongoStepsOptions {
  readonly target: MongoTarget
  readonly names: CollectionNames
  /** Whose clock the store goes by; tests move that of the scheduler. Default `'server'`. */
  readonly clock?: 'server' | 'scheduler'
  /** Tests that want a journal in many pieces make them small. */
  readonly limits?: JournalLimits
}

/** Atomic steps over the documents of a database: see `step-runner.ts`. */
export class MongoSteps implements Steps {
  readonly kind: string = 'mongodb'
  readonly capabilities: StoreCapabilities = {
    shared: true,
    durable: true,
    tx: false,
    watch: true,
    notes: false,
  }
  readonly place: string | null = null
  readonly read: StoreReader
  readonly #options: MongoStepsOptions
  readonly #line: StepLine<StepWork> = new StepLine((works) => this.#perform(works))
  readonly #retention = new Retention()
  readonly #watchers = new Watchers()
  #changes: ChangeWatch | null = null
  /** Of the scheduler that opened the store first. */
  #clock: Clock | null = null
  #link: Promise<MongoLink> | null = null

  constructor(options: MongoStepsOptions) {
    this.#options = options
    this.read = new MongoReader((read) =>
      asked(async () => {
        const { keeper, collections } = await this.#linked()
        await keeper.caughtUp()
        return read(collections.rows)
      }),
    )
  }

  async open(clock: Clock): Promise<number> {
    this.#clock ??= clock
    const { schema } = await asked(() => this.#linked())
    if (this.#watchers.any) this.#watchChanges()
    return schema
  }

  async write<T>(work: (tables: Tables) => T, asks: readonly Ask[] = []): Promise<T> {
    // The line gives back what the work gave.
    return (await this.#line.add({ work, asks })) as T
  }

  look<T>(work: (tables: Tables) => T, asks: readonly Ask[] = []): Promise<T> {
    return this.write(work, asks)
  }

  prune(limit: number): Promise<number> {
    return asked(async () => {
      const link = await this.#linked()
      return prune(link, { runner: this.#runner(link), retention: this.#retention, limit })
    })
  }

  /** Nobody can know from elsewhere whether a process lives. */
  isGone(): boolean {
    return false
  }

  watch(wake: Parameters<NonNullable<Steps['watch']>>[0]): Disposable {
    const watcher: typeof wake = (hint) => wake(hint)
    this.#watchers.add(watcher)
    this.#watchChanges()
    return {
      [Symbol.dispose]: () => {
        this.#watchers.delete(watcher)
        if (!this.#watchers.any) this.#unwatchChanges()
      },
    }
  }

  /** Others of this process may share the store: whoever goes on using it connects again. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#unwatchChanges()
    await this.#line.idle()
    const link = this.#link
    this.#link = null
    if (link === null) return
    const { client } = await link.catch(() => ({ client: null }))
    await client?.close()
  }

  async #perform(works: readonly StepWork[]): Promise<readonly Settled[]> {
    return asked(async () => {
      const link = await this.#linked()
      const runner = this.#runner(link)
      const together = await runner.together(works).catch((error: unknown) => {
        if (works.length > 1 && isTooLarge(error)) return null
        throw error
      })
      if (together !== null && together.thrown === undefined) {
        if (together.wakeAt !== null) this.#watchers.note(together.wakeAt)
        return together.results.map((result) => ({ result }))
      }
      if (works.length === 1) return [{ error: together?.thrown?.error }]
      // One of them spoils it for all: each gets a step of its own.
      const settled: Settled[] = []
      for (const work of works) {
        settled.push(...(await this.#perform([work]).catch((error: unknown) => [{ error }])))
      }
      return settled
    })
  }

  #runner(link: MongoLink): StepRunner {
    return new StepRunner(link, this.#known(), this.#options.clock ?? 'server')
  }

  #linked(): Promise<MongoLink> {
    this.#known()
    const { target, names, limits = journalLimits } = this.#options
    this.#link ??= openLink(target, names, limits).catch((error: unknown) => {
      this.#link = null
      throw error
    })
    return this.#link
  }

  #known(): Clock {
    if (this.#clock !== null) return this.#clock
    throw new PunctualError('PUNCTUAL_STORE_UNAVAILABLE', 'the MongoDB store was not opened')
  }

  #watchChanges(): void {
    const clock = this.#clock
    if (clock === null || this.#changes !== null) return
    this.#changes = new ChangeWatch(clock, {
      link: () => this.#linked(),
      changed: (at) => this.#watchers.tell(at),
    })
  }

  #unwatchChanges(): void {
    this.#changes?.[Symbol.dispose]()
    this.#changes = null
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof PunctualError && error.code === 'PUNCTUAL_TOO_LARGE'
}
