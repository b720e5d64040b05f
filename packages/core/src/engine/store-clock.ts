import type { Clock } from '../time/clock.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'
import { JumpGuard } from './jump-guard.ts'

/** What this node knows of a store's clock: the distance to its own as of the last answer, and whether it jumped. */
export class StoreClock {
  readonly #clock: Clock
  readonly #guard = new JumpGuard()
  #distance: Millis = 0
  #jumped: (state: 'jumped' | 'accepted') => void = () => {}

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Told when the store's clock jumped, and when its new time counts. */
  onJump(listener: (state: 'jumped' | 'accepted') => void): void {
    this.#jumped = listener
  }

  /** Takes the store's time out of an answer to a call that was sent then. */
  learn(now: EpochMs, sent: Millis): void {
    this.#distance = now - this.#clock.now()
    const state = this.#guard.take({ now, sent, received: this.#clock.monotonic() })
    if (state === 'jumped' || state === 'accepted') this.#jumped(state)
  }

  /** Whether the clock jumped and nothing may be published by it yet. */
  get doubtful(): boolean {
    return this.#guard.holding
  }

  now(): EpochMs {
    return this.#clock.now() + this.#distance
  }
}
