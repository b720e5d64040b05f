import { PunctualError, type Clock, type Millis } from '@punctual/core/store'

/** Tries side by side with others; after them the step asks to be alone. */
const OPTIMISTIC = 3
const MOST = 200
const LONGEST: Millis = 32

/** How a step that others got in the way of goes on: at once, then after pauses that grow and differ, then alone. */
export class Contention {
  readonly #clock: Clock
  #tries = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get wantsAlone(): boolean {
    return this.#tries >= OPTIMISTIC
  }

  /** Before the next try. `salt` is a number below a million; rejects with `PUNCTUAL_STORE_BUSY` after too many. */
  async pause(salt: number): Promise<void> {
    this.#tries += 1
    if (this.#tries >= MOST) throw busy(this.#tries)
    if (this.#tries < OPTIMISTIC) return
    const pause = Math.min(2 ** (this.#tries - OPTIMISTIC), LONGEST)
    const differing = Math.ceil(pause * (0.5 + (salt % 1_000) / 2_000))
    await new Promise<void>((resolve) => void this.#clock.setTimer(differing, resolve))
  }
}

function busy(tries: number): PunctualError {
  return new PunctualError(
    'PUNCTUAL_STORE_BUSY',
    `others changed the same jobs in Redis at each of ${tries} tries: let fewer processes work on one job at once`,
    { details: { tries } },
  )
}
