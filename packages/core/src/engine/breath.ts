import type { Clock } from '../time/clock.ts'
import type { Millis } from '../time/epoch.ts'

/** Slices the work of a node, so that it never holds the event loop for longer than a few milliseconds. */
export class Breath {
  readonly #clock: Clock
  readonly #slice: Millis
  #started: Millis
  #taken: Promise<void> | null = null

  constructor(clock: Clock, slice: Millis = 4) {
    this.#clock = clock
    this.#slice = slice
    this.#started = clock.monotonic()
  }

  /** Whether this slice has lasted long enough. */
  get spent(): boolean {
    return this.#clock.monotonic() - this.#started >= this.#slice
  }

  /** A turn of the event loop has just begun. */
  begin(): void {
    this.#started = this.#clock.monotonic()
  }

  /** Gives the event loop a turn and begins a new slice, for everybody who waits for it. */
  take(): Promise<void> {
    this.#taken ??= new Promise((resolve) => {
      this.#clock.setTimer(0, () => {
        this.#taken = null
        this.begin()
        resolve()
      })
    })
    return this.#taken
  }
}
