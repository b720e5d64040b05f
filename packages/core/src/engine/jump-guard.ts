import { SECOND, type EpochMs, type Millis } from '../time/epoch.ts'

/** How far a store's clock may differ from what this node's monotonic clock says before it counts as jumped. */
const TOLERANCE: Millis = 5 * SECOND
/** Samples closer to each other than this tell the same. */
const APART: Millis = 500
const HOLD_AT_MOST: Millis = 10 * SECOND

/** An answer of the store's clock, between two readings of the monotonic clock. */
export interface ClockSample {
  readonly now: EpochMs
  readonly sent: Millis
  readonly received: Millis
}

/** The distance from the monotonic clock to the store's lies in here. */
interface Distance {
  readonly least: Millis
  readonly most: Millis
}

/** A distance that may be the new one. */
interface Suspect {
  readonly distance: Distance
  /** When it was seen. */
  readonly since: Millis
  /** When the clock was seen to have jumped. */
  readonly first: Millis
}

/**
 * Watches the clock of a store for jumps: nothing is published by a clock that jumped until a second sample agrees with
 * the first after the jump, or until that has lasted 10 s.
 */
export class JumpGuard {
  #known: Distance | null = null
  #suspect: Suspect | null = null

  /** Whether publishing has to wait for a second sample. */
  get holding(): boolean {
    return this.#suspect !== null
  }

  /** `jumped`: seen for the first time. `accepted`: the time after the jump counts from now on. */
  take({ now, sent, received }: ClockSample): 'steady' | 'jumped' | 'holding' | 'accepted' {
    const distance = { least: now - received, most: now - sent }
    if (this.#known === null || agree(this.#known, distance)) {
      this.#known = distance
      this.#suspect = null
      return 'steady'
    }
    const suspect = this.#suspect
    if (suspect === null) {
      this.#suspect = { distance, since: received, first: received }
      return 'jumped'
    }
    const agrees = agree(suspect.distance, distance)
    if (agrees && received - suspect.since < APART) return 'holding'
    this.#suspect = { distance, since: received, first: suspect.first }
    if (!agrees && received - suspect.first < HOLD_AT_MOST) return 'holding'
    this.#known = distance
    this.#suspect = null
    return 'accepted'
  }
}

function agree(a: Distance, b: Distance): boolean {
  return Math.max(a.least, b.least) - Math.min(a.most, b.most) <= TOLERANCE
}
