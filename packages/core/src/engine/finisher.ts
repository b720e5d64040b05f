import { PunctualError } from '../errors/punctual-error.ts'
import type { FinishResult, Outcome, Session } from '../store/store-messages.ts'
import type { Millis } from '../time/epoch.ts'
import type { Assignment } from './assignment.ts'
import { BatchSize } from './batch-size.ts'
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
/** Characters of results that are sent at once. */
const TEXT_AT_MOST = 1_000_000

/**
 * Stores outcomes by group commit: the first is sent at once, those that end during the flight form the next batch.
 * While the store fails they are kept and sent again: storing an outcome twice changes nothing.
 */
export class Finisher {
  readonly #parts: LoopParts
  readonly #stored: Stored
  readonly #size = new BatchSize(AT_MOST)
  #wake: () => void = () => {}
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

  /** Gives up what is not stored yet: the rule of each job for lost nodes decides. */
  abandon(): void {
    this.#queue = []
    this.#wake()
  }

  async #fly(): Promise<void> {
    await Promise.resolve()
    while (this.#queue.length > 0) {
      const batch = this.#batch()
      try {
        await this.#send(batch)
        this.#size.succeeded()
        if (this.#parts.breath.spent) await this.#parts.breath.take()
      } catch (thrown) {
        if (this.#size.isLeast) this.#putLast(batch)
        this.#size.failed()
        await this.#wait(this.#parts.client.pauseAfter('finish', thrown))
      }
    }
    this.#flight = null
  }

  /** The head of the queue, of one session. */
  #batch(): readonly Ended[] {
    const session = this.#queue[0]?.session
    let end = 0
    let text = 0
    while (end < this.#size.size && end < this.#queue.length) {
      const ended = this.#queue[end]!
      text += ended.outcome.end === 'succeeded' ? (ended.outcome.result?.length ?? 0) : 0
      if (ended.session !== session || (end > 0 && text > TEXT_AT_MOST)) break
      end += 1
    }
    return this.#queue.slice(0, end)
  }

  async #send(batch: readonly Ended[]): Promise<void> {
    const session = batch[0]!.session
    const outcomes = batch.map((ended) => ended.outcome)
    const results = await this.#parts.client.call('finish', (store) =>
      store.finish(session, outcomes),
    )
    this.#queue = this.#queue.slice(batch.length)
    batch.forEach((ended, index) => this.#tell(ended, results[index]!))
  }

  /** It is stored: what goes wrong with the news of it must not make it be sent again. */
  #tell(ended: Ended, result: FinishResult): void {
    try {
      this.#stored(ended, result)
    } catch (error) {
      this.#parts.node.settings.logger.error(
        { store: this.#parts.client.alias, runId: ended.assignment.runId, error },
        'the outcome of a run was stored, and the scheduler itself failed to tell of it: please report it',
      )
    }
  }

  /** What the store cannot take must not keep the others from it. */
  #putLast(batch: readonly Ended[]): void {
    this.#queue = [...this.#queue.slice(batch.length), ...batch]
  }

  #wait(pause: Millis): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#parts.node.settings.clock.setTimer(pause, resolve)
      this.#wake = () => {
        cancel()
        resolve()
      }
    })
  }
}
