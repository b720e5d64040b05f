import { SECOND, type EpochMs, type Millis } from '../time/epoch.ts'

/** How far a store's clock may differ from what this node's monotonic clock says before it counts as jumped. */
const TOLERANCE: Millis = 5 * SECOND
const HOLD_AT_MOST: Millis = 10 * SECOND

/** An answer of the store's clock, between two readings of the monotonic clock. */
export interface ClockSample {
  readonly now: EpochMs
  readonly sent: Millis
  readonly received: Millis
}

/**
 * Watches the clock of a store for jumps: nothing is published by a clock that jumped until a second sample agrees with
 * the first after the jump, or until that has lasted 10 s.
 */
export class JumpGuard {
  /** Distance from the monotonic clock to the store's; null before the first sample. */
  #offset: Millis | null = null
  #suspect: { offset: Millis; readonly since: Millis } | null = null

  /** Whether publishing has to wait for a second sample. */
  get holding(): boolean {
    return this.#suspect !== null
  }

  /** `jumped`: seen for the first time. `accepted`: the time after the jump counts from now on. */
  take(sample: ClockSample): 'steady' | 'jumped' | 'holding' | 'accepted' {
    const offset = sample.now - (sample.sent + sample.received) / 2
    const slack = TOLERANCE + (sample.received - sample.sent) / 2
    if (this.#offset === null || Math.abs(offset - this.#offset) <= slack) {
      this.#offset = offset
      this.#suspect = null
      return 'steady'
    }
    if (this.#suspect === null) {
      this.#suspect = { offset, since: sample.received }
      return 'jumped'
    }
    const agrees = Math.abs(offset - this.#suspect.offset) <= slack
    this.#suspect.offset = offset
    if (!agrees && sample.received - this.#suspect.since < HOLD_AT_MOST) return 'holding'
    this.#offset = offset
    this.#suspect = null
    return 'accepted'
  }

  /** Nobody has looked for a while: the next sample counts. */
  forget(): void {
    this.#offset = null
    this.#suspect = null
  }
}
