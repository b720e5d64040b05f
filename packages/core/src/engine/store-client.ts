import { PunctualError } from '../errors/punctual-error.ts'
import type { StoreContract, StoreInfo } from '../store/store-contract.ts'
import type { Session } from '../store/store-messages.ts'
import type { Millis } from '../time/epoch.ts'
import { answered } from './answered.ts'
import type { NodeParts } from './node-parts.ts'
import { StoreClock } from './store-clock.ts'
import { StoreTroubles, type Operation } from './store-troubles.ts'

/** A failed call, with the pause after which it may be tried again. */
export class CallFailed extends Error {
  readonly retryIn: Millis
  /** Whether the store refused; otherwise nobody knows whether it did what it was asked. */
  readonly fenced: boolean

  constructor(cause: unknown, retryIn: Millis) {
    super('a call to the store failed', { cause })
    this.retryIn = retryIn
    this.fenced = cause instanceof PunctualError && cause.code === 'PUNCTUAL_FENCED'
  }
}

/** One store as this node calls it: opened when first needed, its failures noted, its clock known. */
export class StoreClient {
  readonly alias: string
  readonly troubles: StoreTroubles
  readonly clock: StoreClock
  readonly #store: StoreContract
  readonly #node: NodeParts
  #opened: Promise<StoreContract> | null = null

  constructor(alias: string, store: StoreContract, node: NodeParts) {
    this.alias = alias
    this.#store = store
    this.#node = node
    this.clock = new StoreClock(node.settings.clock)
    this.troubles = new StoreTroubles(alias, node.announcer)
  }

  get store(): StoreContract {
    return this.#store
  }

  /** The store, opened: as a client when it was not opened before. A failed try is forgotten. */
  opened(): Promise<StoreContract> {
    if (this.#opened !== null) return this.#opened
    const opened = this.open(null).then(() => this.#store)
    this.#opened = opened
    opened.catch(() => {
      if (this.#opened === opened) this.#opened = null
    })
    return opened
  }

  /** Opens the store for a session, or as a client; rejects with `PUNCTUAL_STORE_UNAVAILABLE` or the store's own code. */
  async open(session: Session | null): Promise<StoreInfo> {
    const { clock, name, app, role, version } = this.#node.settings
    const asked = session === null ? null : { id: session, name, app, role, version }
    const sent = clock.monotonic()
    const info = await answered(clock, this.#store.open({ clock, session: asked })).catch(
      (cause: unknown) => {
        throw unavailable(this.alias, cause)
      },
    )
    this.clock.learn(info.now, sent)
    if (session !== null) this.#opened = Promise.resolve(this.#store)
    return info
  }

  /** The pause before what failed is tried again. */
  pauseAfter(operation: Operation, thrown: unknown): Millis {
    if (thrown instanceof CallFailed) return thrown.retryIn
    this.#node.settings.logger.error(
      { store: this.alias, operation, error: thrown },
      'the scheduler itself failed at this and goes on: please report it',
    )
    return this.troubles.failed(operation, thrown)
  }

  /** Calls the store; rejects with `CallFailed`, after the failure was noted. A lost session is no failure of the store. */
  async call<T>(operation: Operation, work: (store: StoreContract) => Promise<T>): Promise<T> {
    try {
      const answer = await answered(this.#node.settings.clock, work(this.#store))
      this.troubles.succeeded(operation)
      return answer
    } catch (thrown) {
      const fenced = thrown instanceof PunctualError && thrown.code === 'PUNCTUAL_FENCED'
      throw new CallFailed(thrown, fenced ? 0 : this.troubles.failed(operation, thrown))
    }
  }
}

function unavailable(alias: string, cause: unknown): PunctualError {
  if (cause instanceof PunctualError) return cause
  const why = cause instanceof Error ? cause.message : String(cause)
  return new PunctualError(
    'PUNCTUAL_STORE_UNAVAILABLE',
    `store "${alias}" cannot be opened: ${why}`,
    { details: { store: alias }, cause },
  )
}
