import type { Clock } from '../time/clock.ts'
import type { Millis } from '../time/epoch.ts'

/** Slices work so that the event loop is never held for longer than a few milliseconds. */
export class Breath {
  readonly #clock: Clock
  readonly #slice: Millis
  #started: Millis

  constructor(clock: Clock, slice: Millis = 4) {
    this.#clock = clock
    this.#slice = slice
    this.#started = clock.monotonic()
  }

  /** Whether this slice has lasted long enough. */
  get spent(): boolean {
    return this.#clock.monotonic() - this.#started >= this.#slice
  }

  /** Gives the event loop a turn and begins a new slice. */
  async take(): Promise<void> {
    await new Promise<void>((resolve) => this.#clock.setTimer(0, resolve))
    this.#started = this.#clock.monotonic()
  }
}
