import type { Clock, EpochMs, Millis } from '@punctual/core/store'
import type { MongoLink } from './mongo-link.ts'

/** How long to do without after a failure; nodes poll meanwhile. */
const PAUSE: Millis = 10_000

export interface ChangeWatchOptions {
  readonly link: () => Promise<MongoLink>
  /** Somebody committed a step; what it brought about gets due then. */
  readonly changed: (at: EpochMs) => void
}

/** Hears of the steps of all nodes, where the server is a replica set. It only wakes: whatever it misses is found by polling. */
export class ChangeWatch {
  readonly #clock: Clock
  readonly #options: ChangeWatchOptions
  #stream: { close(): Promise<void> } | null = null
  #cancel: (() => void) | null = null
  #ended = false

  constructor(clock: Clock, options: ChangeWatchOptions) {
    this.#clock = clock
    this.#options = options
    void this.#begin()
  }

  [Symbol.dispose](): void {
    this.#ended = true
    this.#cancel?.()
    this.#close()
  }

  async #begin(): Promise<void> {
    try {
      const { collections, meta } = await this.#options.link()
      if (!collections.tells || this.#ended) return
      this.#stream = meta.watch(
        (at) => {
          if (!this.#ended) this.#options.changed(at)
        },
        () => this.#later(),
      )
    } catch {
      // The next step or read of the store meets the same failure, and its caller hears of it.
      this.#later()
    }
  }

  #later(): void {
    this.#close()
    if (this.#ended) return
    this.#cancel?.()
    this.#cancel = this.#clock.setTimer(PAUSE, () => void this.#begin())
  }

  /** A stream that failed cannot be closed any better. */
  #close(): void {
    this.#stream?.close().catch(() => {})
    this.#stream = null
  }
}
