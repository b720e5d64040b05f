import { PunctualError } from '../errors/punctual-error.ts'
import type { Outcome, FinishResult, Session } from '../store/store-messages.ts'
import type { StoreContract } from '../store/store-contract.ts'
import type { Clock } from '../time/clock.ts'

/** An outcome that waits to be stored, with the session that owned the run. */
export interface Ended {
  readonly session: Session
  readonly outcome: Outcome
}

export interface FinisherOptions {
  readonly store: StoreContract
  readonly clock: Clock
  /** Each outcome with the store's answer, once, in order. */
  stored(ended: Ended, result: FinishResult): void
  failed(error: unknown): void
  recovered(): void
}

const AT_MOST = 200

/**
 * Stores outcomes by group commit: the first is sent at once, those that end during the flight form the next batch.
 * While the store fails they are kept and sent again: storing an outcome twice changes nothing.
 */
export class Finisher {
  readonly #options: FinisherOptions
  #queue: Ended[] = []
  #flight: Promise<void> | null = null
  #delay = 50

  constructor(options: FinisherOptions) {
    this.#options = options
  }

  add(ended: Ended): void {
    this.#queue.push(ended)
    this.#flight ??= this.#fly()
  }

  /** Resolves when everything that ended so far is stored; rejects with `PUNCTUAL_STORE_UNAVAILABLE` at the deadline. */
  async flushed(deadline: Promise<void>): Promise<void> {
    const flight = this.#flight
    if (flight === null) return
    await Promise.race([flight, deadline])
    if (this.#queue.length === 0) return
    throw new PunctualError(
      'PUNCTUAL_STORE_UNAVAILABLE',
      `${this.#queue.length} outcomes could not be stored before the scheduler stopped: their runs follow onNodeLoss`,
    )
  }

  async #fly(): Promise<void> {
    await Promise.resolve()
    while (this.#queue.length > 0) {
      const batch = this.#batch()
      try {
        await this.#send(batch)
      } catch (error) {
        this.#options.failed(error)
        await this.#wait()
      }
    }
    this.#flight = null
  }

  /** The head of the queue, of one session. */
  #batch(): readonly Ended[] {
    const session = this.#queue[0]?.session
    const end = this.#queue.findIndex((ended) => ended.session !== session)
    return this.#queue.slice(0, Math.min(AT_MOST, end === -1 ? AT_MOST : end))
  }

  async #send(batch: readonly Ended[]): Promise<void> {
    const session = batch[0]!.session
    const outcomes = batch.map((ended) => ended.outcome)
    const results = await this.#options.store.finish(session, outcomes)
    this.#queue = this.#queue.slice(batch.length)
    if (this.#delay > 50) this.#options.recovered()
    this.#delay = 50
    batch.forEach((ended, index) => this.#options.stored(ended, results[index]!))
  }

  async #wait(): Promise<void> {
    await new Promise<void>((resolve) => this.#options.clock.setTimer(this.#delay, resolve))
    this.#delay = Math.min(this.#delay * 2, 10_000)
  }
}
