import type { Clock } from '../time/clock.ts'
import type { Millis } from '../time/epoch.ts'

/** One armed timer for everything that has to happen later: each reason has one deadline, the earliest is armed. */
export class Wakeup<Reason extends string> {
  readonly #clock: Clock
  readonly #wake: (reason: Reason) => void
  readonly #deadlines = new Map<Reason, Millis>()
  #armed: { readonly at: Millis; readonly cancel: () => void } | null = null

  constructor(clock: Clock, wake: (reason: Reason) => void) {
    this.#clock = clock
    this.#wake = wake
  }

  /** Wakes for this reason after `delay`, and forgets an earlier deadline of the same reason; null only forgets. */
  set(reason: Reason, delay: Millis | null): void {
    if (delay === null) this.#deadlines.delete(reason)
    else this.#deadlines.set(reason, this.#clock.monotonic() + Math.max(0, delay))
    this.#arm()
  }

  /** The same, unless this reason is due earlier already. */
  setAtLatest(reason: Reason, delay: Millis): void {
    const at = this.#deadlines.get(reason)
    if (at === undefined || at > this.#clock.monotonic() + delay) this.set(reason, delay)
  }

  clear(): void {
    this.#deadlines.clear()
    this.#arm()
  }

  #arm(): void {
    const first = Math.min(...this.#deadlines.values())
    if (this.#armed?.at === first) return
    this.#armed?.cancel()
    this.#armed = null
    if (first === Infinity) return
    const delay = first - this.#clock.monotonic()
    this.#armed = { at: first, cancel: this.#clock.setTimer(delay, () => this.#ring()) }
  }

  /** A timer may ring early, when the machine's clock was stepped: then everything is looked at again. */
  #ring(): void {
    const now = this.#clock.monotonic()
    const early = this.#armed !== null && this.#armed.at > now
    this.#armed = null
    for (const [reason, at] of [...this.#deadlines]) {
      if (at > now && !early) continue
      this.#deadlines.delete(reason)
      this.#wake(reason)
    }
    this.#arm()
  }
}
