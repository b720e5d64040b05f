import type { EpochMs, Millis } from './epoch.ts'

/** The only door through which time comes in. */
export interface Clock {
  now(): EpochMs
  /** Milliseconds that only ever grow; the zero does not matter. */
  monotonic(): Millis
  /** Calls `wake` once after `delay`; the answer cancels it. */
  setTimer(delay: Millis, wake: () => void): () => void
}
