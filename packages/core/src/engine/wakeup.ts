import type { Clock } from '../time/clock.ts'
import { MINUTE, type Millis } from '../time/epoch.ts'
import { outside } from './current-run.ts'

/** How far the wall clock may move against the monotonic one before it counts as stepped. */
const STEP: Millis = 500

/**
 * One armed timer for everything that has to happen later: each concern has an alarm, the earliest is armed. The timer is
 * armed for at most a minute, so that long delays, a suspended machine and a stepped wall clock are all noticed by then.
 */
export class Wakeup {
  readonly #clock: Clock
  readonly #late: (late: Millis) => void
  readonly #alarms: Alarm[] = []
  #armed: { readonly at: Millis; readonly skew: Millis; readonly cancel: () => void } | null = null
  #ringing = false

  /** `late` is told how much later than armed the timer rang: how long the event loop was held. */
  constructor(clock: Clock, late: (late: Millis) => void = () => {}) {
    this.#clock = clock
    this.#late = late
  }

  alarm(ring: () => void): Alarm {
    const alarm = new Alarm(this, ring)
    this.#alarms.push(alarm)
    return alarm
  }

  now(): Millis {
    return this.#clock.monotonic()
  }

  /** Turns every alarm off. */
  clear(): void {
    for (const alarm of this.#alarms) alarm.at = Infinity
    this.#armed?.cancel()
    this.#armed = null
  }

  /** An alarm was set; one that was moved away lets the timer ring for nothing, which is cheaper than arming anew. */
  arm(at: Millis): void {
    if (this.#ringing || (this.#armed !== null && this.#armed.at <= at)) return
    this.#armed?.cancel()
    const now = this.#clock.monotonic()
    const delay = Math.min(Math.max(0, at - now), MINUTE)
    const cancel = this.#clock.setTimer(delay, () => outside(() => this.#ring()))
    this.#armed = { at: now + delay, skew: this.#skew(now), cancel }
  }

  #ring(): void {
    const armed = this.#armed
    if (armed === null) return
    this.#armed = null
    const now = this.#clock.monotonic()
    this.#late(now - armed.at)
    this.#ringDue(Math.abs(this.#skew(now) - armed.skew) > STEP ? Infinity : now)
    const first = Math.min(...this.#alarms.map((alarm) => alarm.at))
    if (first < Infinity) this.arm(first)
  }

  /** Rings what is due by then; after a step of the wall clock everything that is set. */
  #ringDue(by: Millis): void {
    this.#ringing = true
    const due = this.#alarms.filter((alarm) => alarm.at <= by && alarm.at < Infinity)
    for (const alarm of due) alarm.at = Infinity
    try {
      for (const alarm of due) alarm.ring()
    } finally {
      this.#ringing = false
    }
  }

  #skew(monotonic: Millis): Millis {
    return this.#clock.now() - monotonic
  }
}

/** One concern of a wake-up: rings once when its time has come. */
export class Alarm {
  readonly ring: () => void
  /** Monotonic; infinite while it is off. */
  at: Millis = Infinity
  readonly #wakeup: Wakeup

  constructor(wakeup: Wakeup, ring: () => void) {
    this.#wakeup = wakeup
    this.ring = ring
  }

  /** Rings after `delay`, and no longer at the time that was set before. */
  in(delay: Millis): void {
    this.at = this.#wakeup.now() + Math.max(0, delay)
    this.#wakeup.arm(this.at)
  }

  /** Rings after `delay`, unless it rings earlier already. */
  within(delay: Millis): void {
    if (this.at - this.#wakeup.now() > delay) this.in(delay)
  }

  off(): void {
    this.at = Infinity
  }
}
