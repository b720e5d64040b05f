import { virtualClock, type VirtualClock } from '@punctual/testing'
import type { Duration } from '../../src/time/duration.ts'
import type { Time } from '../../src/time/time.ts'

/** A virtual clock on whose event loop a test can sit: time passes, and no timer rings meanwhile. */
export class HeldClock implements VirtualClock {
  readonly #clock: VirtualClock
  #held = 0

  constructor(start: Time) {
    this.#clock = virtualClock(start)
  }

  /** The event loop is held for so long. */
  block(span: number): void {
    this.#held += span
  }

  now(): number {
    return this.#clock.now() + this.#held
  }

  monotonic(): number {
    return this.#clock.monotonic() + this.#held
  }

  setTimer(delay: number, wake: () => void): () => void {
    return this.#clock.setTimer(delay, wake)
  }

  advance(by: Duration): Promise<void> {
    return this.#clock.advance(by)
  }

  advanceTo(time: Time): Promise<void> {
    return this.#clock.advanceTo(time)
  }

  set(now: Time): void {
    this.#clock.set(now)
  }

  hold<T>(work: Promise<T>): Promise<T> {
    return this.#clock.hold(work)
  }

  follow(work: Promise<unknown>): void {
    this.#clock.follow(work)
  }
}
