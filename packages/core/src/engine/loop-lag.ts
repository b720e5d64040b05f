import { SECOND, type Millis } from '../time/epoch.ts'

/** How long the event loop has to be held before that is news. */
const LONG: Millis = SECOND
/** How long it stays in mind. */
const REMEMBERED: Millis = 15 * SECOND

/** How long the event loop was held lately, told by how late the wake-up's timer rings. */
export class LoopLag {
  readonly #stalled: (lag: Millis) => void
  #worst: Millis = 0
  #at: Millis = -Infinity

  /** `stalled` is told when the loop was held for a second or longer. */
  constructor(stalled: (lag: Millis) => void) {
    this.#stalled = stalled
  }

  note(lag: Millis, now: Millis): void {
    if (lag >= this.recent(now)) {
      this.#worst = lag
      this.#at = now
    }
    if (lag >= LONG) this.#stalled(lag)
  }

  /** The longest of the last 15 s. */
  recent(now: Millis): Millis {
    return now - this.#at < REMEMBERED ? this.#worst : 0
  }
}
