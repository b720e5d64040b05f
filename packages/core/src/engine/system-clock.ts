import type { Clock } from '../time/clock.ts'
import { DAY, type EpochMs, type Millis } from '../time/epoch.ts'

/** Below the platform's limit of 24.8 days, beyond which a timer would ring at once. */
const SLICE: Millis = 20 * DAY

/** The real clock. */
export const systemClock: Clock = {
  now(): EpochMs {
    return Date.now()
  },
  monotonic(): Millis {
    return performance.now()
  },
  setTimer(delay: Millis, wake: () => void): () => void {
    if (delay <= 0) {
      const immediate = setImmediate(wake)
      return () => clearImmediate(immediate)
    }
    const timer = new SlicedTimer(delay, wake)
    return () => timer.cancel()
  },
}

class SlicedTimer {
  readonly #wake: () => void
  readonly #deadline: Millis
  #handle: NodeJS.Timeout

  constructor(delay: Millis, wake: () => void) {
    this.#wake = wake
    this.#deadline = performance.now() + delay
    this.#handle = this.#arm(delay)
  }

  cancel(): void {
    clearTimeout(this.#handle)
  }

  #arm(left: Millis): NodeJS.Timeout {
    return setTimeout(() => this.#look(), Math.min(Math.max(1, Math.ceil(left)), SLICE))
  }

  /** The platform's timers may ring a little early. */
  #look(): void {
    const left = this.#deadline - performance.now()
    if (left <= 0) this.#wake()
    else this.#handle = this.#arm(left)
  }
}
