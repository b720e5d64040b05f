import { setTimeout } from 'node:timers'
import type { Clock, EpochMs, Millis } from '@punctual/core/testing'

/** A clock whose time only the test moves; its timers are real, for stores that try again after a moment. */
export class ManualClock implements Clock {
  #now: EpochMs

  constructor(start: EpochMs) {
    this.#now = start
  }

  now(): EpochMs {
    return this.#now
  }

  monotonic(): Millis {
    return this.#now
  }

  setTimer(delay: Millis, wake: () => void): () => void {
    const timer = setTimeout(wake, delay)
    return () => clearTimeout(timer)
  }

  advance(by: Millis): void {
    this.#now += by
  }
}

/** A clock that stands still until `advance` moves it; it starts at noon UTC of 1 March 2026. */
export function manualClock(start: EpochMs = 1_772_366_400_000): ManualClock {
  return new ManualClock(start)
}
