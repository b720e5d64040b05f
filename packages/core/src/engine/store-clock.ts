import type { Clock } from '../time/clock.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'

/** What this node knows of a store's clock: the distance to its own, as of the last answer. */
export class StoreClock {
  readonly #clock: Clock
  #distance: Millis = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes the store's time out of an answer. */
  learn(now: EpochMs): void {
    this.#distance = now - this.#clock.now()
  }

  now(): EpochMs {
    return this.#clock.now() + this.#distance
  }
}
