import { PunctualError } from '../errors/punctual-error.ts'
import type { FinishResult, Outcome, Session } from '../store/store-messages.ts'
import type { Millis } from '../time/epoch.ts'
import type { Assignment } from './assignment.ts'
import type { LoopParts } from './loop-parts.ts'

/** An outcome that waits to be stored, with the session that owned the run. */
export interface Ended {
  readonly session: Session
  readonly assignment: Assignment
  readonly outcome: Outcome
}

/** Told of each outcome with the store's answer, once, in order. */
export type Stored = (ended: Ended, result: FinishResult) => void

const AT_MOST = 200

/**
 * Stores outcomes by group commit: the first is sent at once, those that end during the flight form the next batch.
 * While the store fails they are kept and sent again: storing an outcome twice changes nothing.
 */
export class Finisher {
  readonly #parts: LoopParts
  readonly #stored: Stored
  #queue: Ended[] = []
  #flight: Promise<void> | null = null

  constructor(parts: LoopParts, stored: Stored) {
    this.#parts = parts
    this.#stored = stored
  }

  add(ended: Ended): void {
    this.#queue.push(ended)
    this.#flight ??= this.#fly()
  }

  /** Resolves when everything that ended so far is stored; rejects with `PUNCTUAL_STORE_UNAVAILABLE` at the deadline. */
  async flushed(deadline: Promise<void>): Promise<void> {
    if (this.#flight === null) return
    await Promise.race([this.#flight, deadline])
    if (this.#queue.length === 0) return
    throw new PunctualError(
      'PUNCTUAL_STORE_UNAVAILABLE',
      `${this.#queue.length} outcomes could not be stored before the scheduler stopped: their runs follow onNodeLoss`,
    )
  }

  async #fly(): Promise<void> {
    await Promise.resolve()
    while (this.#queue.length > 0) {
      try {
        await this.#send(this.#batch())
        if (this.#parts.breath.spent) await this.#parts.breath.take()
      } catch (thrown) {
        await this.#wait(this.#parts.client.pauseAfter('finish', thrown))
      }
    }
    this.#flight = null
  }

  /** The head of the queue, of one session. */
  #batch(): readonly Ended[] {
    const session = this.#queue[0]?.session
    let end = 1
    while (end < AT_MOST && end < this.#queue.length && this.#queue[end]?.session === session)
      end += 1
    return this.#queue.slice(0, end)
  }

  async #send(batch: readonly Ended[]): Promise<void> {
    const session = batch[0]!.session
    const outcomes = batch.map((ended) => ended.outcome)
    const results = await this.#parts.client.call('finish', (store) =>
      store.finish(session, outcomes),
    )
    this.#queue = this.#queue.slice(batch.length)
    batch.forEach((ended, index) => this.#stored(ended, results[index]!))
  }

  #wait(pause: Millis): Promise<void> {
    return new Promise((resolve) => this.#parts.node.settings.clock.setTimer(pause, resolve))
  }
}
