import { MemorySteps } from '@punctual/core/testing'
import { TablesStore, type Clock } from '@punctual/core/store'
import type { JobStore } from '@punctual/core'

/** A memory store that tells whether it was opened and closed, and may be kept from opening. */
export class WatchedStore {
  readonly store: JobStore
  readonly #steps: WatchedSteps

  /** `opening` is awaited by everybody who opens the store. */
  constructor(opening: () => Promise<void> = () => Promise.resolve()) {
    this.#steps = new WatchedSteps(opening)
    this.store = new TablesStore(this.#steps)
  }

  get opened(): boolean {
    return this.#steps.opened
  }

  get closed(): boolean {
    return this.#steps.closed
  }
}

class WatchedSteps extends MemorySteps {
  opened = false
  closed = false
  readonly #opening: () => Promise<void>

  constructor(opening: () => Promise<void>) {
    super({ history: 1_000 })
    this.#opening = opening
  }

  override async open(clock: Clock): Promise<number> {
    this.opened = true
    await this.#opening()
    return await super.open(clock)
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    this.closed = true
  }
}
