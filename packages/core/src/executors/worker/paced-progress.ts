import type { Progress } from '../../jobs/progress.ts'
import type { Millis } from '../../time/epoch.ts'

/** A loop may say its progress a million times in a second; nobody looks that often. */
const PACE: Millis = 50

/** Sends the first progress at once and then the latest, so that the scheduler's event loop is not held by news. */
export class PacedProgress {
  readonly #send: (progress: Progress) => void
  #next: Progress | null = null
  #sentAt: Millis = -Infinity
  #timer: NodeJS.Timeout | null = null

  constructor(send: (progress: Progress) => void) {
    this.#send = send
  }

  say(progress: Progress): void {
    this.#next = progress
    // Looked at here as well, because no timer rings inside a loop that never waits.
    const wait = this.#sentAt + PACE - performance.now()
    if (wait <= 0) this.#flush()
    else this.#timer ??= setTimeout(() => this.#flush(), wait).unref()
  }

  close(): void {
    this.#flush()
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#next === null) return
    const progress = this.#next
    this.#next = null
    this.#sentAt = performance.now()
    this.#send(progress)
  }
}
