import type { Clock } from '../time/clock.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'
import { MINUTE } from '../time/epoch.ts'

/** How far the wall clock may move against the monotonic one before it counts as stepped. */
const STEP: Millis = 500

/**
 * The real clock. A timer re-arms itself at least every 60 s, so that delays beyond the platform's 24.8 days, a suspended
 * machine and a stepped wall clock are all noticed within a minute: then it wakes early, and the caller looks again.
 */
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
  readonly #wallOffset: Millis
  #handle: NodeJS.Timeout

  constructor(delay: Millis, wake: () => void) {
    const started = performance.now()
    this.#wake = wake
    this.#deadline = started + delay
    this.#wallOffset = Date.now() - started
    this.#handle = this.#arm(delay)
  }

  cancel(): void {
    clearTimeout(this.#handle)
  }

  #arm(left: Millis): NodeJS.Timeout {
    return setTimeout(() => this.#look(), Math.min(Math.max(1, Math.ceil(left)), MINUTE))
  }

  #look(): void {
    const now = performance.now()
    const stepped = Math.abs(Date.now() - now - this.#wallOffset) > STEP
    const left = this.#deadline - now
    if (left <= 0 || stepped) this.#wake()
    else this.#handle = this.#arm(left)
  }
}
