import { PunctualError } from '../../errors/punctual-error.ts'
import type { Steps } from '../../store/steps.ts'
import type { StoreCapabilities, WakeHint } from '../../store/store-contract.ts'
import type { StoreReader } from '../../store/store-reader.ts'
import type { Tables } from '../../store/tables.ts'
import type { Clock } from '../../time/clock.ts'
import type { EpochMs } from '../../time/epoch.ts'
import { MemoryReader } from './memory-reader.ts'
import { MemoryTables } from './memory-tables.ts'

/** Steps over rows in the memory of this process; all schedulers that were given the store share it. */
export class MemorySteps implements Steps {
  readonly kind: string = 'memory'
  readonly capabilities: StoreCapabilities = {
    shared: false,
    durable: false,
    tx: false,
    watch: true,
    notes: false,
  }
  readonly place: string | null = null
  readonly read: StoreReader
  readonly #tables: MemoryTables = new MemoryTables()
  readonly #history: number
  #clock: Clock | null = null

  constructor({ history }: { readonly history: number }) {
    this.#history = history
    this.read = new MemoryReader(this.#tables)
  }

  /** The clock of the first scheduler that opens it is the store's. */
  async open(clock: Clock): Promise<number> {
    this.#clock ??= clock
    return 1
  }

  write<T>(work: (tables: Tables) => T): Promise<T> {
    const tables = this.#tables
    try {
      tables.now = this.#now()
      const result = work(tables)
      tables.pruning.trim(this.#history)
      tables.journal.commit()
      tables.wakeCalls.call()
      return Promise.resolve(result)
    } catch (error) {
      tables.journal.rollback()
      tables.wakeCalls.forget()
      return Promise.reject(error)
    }
  }

  look<T>(work: (tables: Tables) => T): Promise<T> {
    try {
      this.#tables.now = this.#now()
      return Promise.resolve(work(this.#tables))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  isGone(): boolean {
    return false
  }

  watch(wake: (hint: WakeHint) => void): Disposable {
    return this.#tables.wakeCalls.watch(wake)
  }

  /** Others may share it, so there is nothing to close. */
  async [Symbol.asyncDispose](): Promise<void> {}

  #now(): EpochMs {
    if (this.#clock !== null) return this.#clock.now()
    throw new PunctualError('PUNCTUAL_STORE_UNAVAILABLE', 'the memory store was not opened')
  }
}
