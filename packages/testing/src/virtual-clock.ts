import {
  durationOf,
  instantOf,
  PunctualError,
  type Clock,
  type Duration,
  type EpochMs,
  type FollowingClock,
  type Millis,
  type Time,
} from '@punctual/core/testing'
import { Stillness } from './stillness.ts'
import { TimerQueue, type VirtualTimer } from './timer-queue.ts'

/** A clock that stands still until the test moves it. */
export interface VirtualClock extends Clock {
  /**
   * Moves time on. Every timer that gets due rings at its instant, in order; before time moves on, the work that the
   * timer started has settled or sleeps. Rejects with `PUNCTUAL_WAIT_TIMEOUT` when work hangs on something real.
   *
   * @example
   * ```ts
   * await clock.advance('1d')
   * ```
   */
  advance(by: Duration): Promise<void>
  /** The same up to an instant; one that is over is refused with `PUNCTUAL_TIME_INVALID`. */
  advanceTo(time: Time): Promise<void>
  /**
   * Steps the wall clock, as an operator or a time server does: the monotonic clock stays, and no timer rings for it.
   * Timers notice a step of more than half a second within a minute, as the real clock's do, and ring early.
   */
  set(now: Time): void
  /** Keeps time from moving until `work` settles, whatever it waits for; gives it back. */
  hold<T>(work: Promise<T>): Promise<T>
  /** Waits for `work` before time moves on, unless it sleeps. */
  follow(work: Promise<unknown>): void
}

export interface VirtualClockOptions {
  /** How long, in real time, `advance` waits for work that hangs on something real. Default 10 s. */
  readonly patience?: Duration
}

/**
 * A clock for tests: time moves by `advance` only, and the scheduler's work is done when `advance` resolves.
 *
 * Refuses a start that is no instant with `PUNCTUAL_TIME_INVALID`.
 *
 * @example
 * ```ts
 * const clock = virtualClock('2026-03-08T00:00:00Z')
 * await using scheduler = createScheduler({ clock })
 * await scheduler.start()
 * await clock.advance('1d')
 * ```
 */
export function virtualClock(start: Time, options: VirtualClockOptions = {}): VirtualClock {
  const patience = durationOf(options.patience ?? '10s', { name: 'patience' })
  return new SteppedClock(instantOf(start, { name: 'start' }), patience)
}

/** A step of the wall clock below this is not noticed; timers look at least every `LOOK`. */
const STEP: Millis = 500
const LOOK: Millis = 60_000

class SteppedClock implements VirtualClock, FollowingClock {
  readonly #timers = new TimerQueue()
  readonly #stillness: Stillness
  #monotonic: Millis = 0
  /** Distance from the monotonic clock to the wall clock. */
  #wall: EpochMs
  #armed = 0
  #moving: Promise<void> = Promise.resolve()

  constructor(start: EpochMs, patience: Millis) {
    this.#wall = start
    this.#stillness = new Stillness(patience)
  }

  now(): EpochMs {
    return this.#wall + this.#monotonic
  }

  monotonic(): Millis {
    return this.#monotonic
  }

  setTimer(delay: Millis, wake: () => void): () => void {
    if (delay <= 0) return this.#stillness.immediate(wake)
    this.#stillness.stir()
    const timer: VirtualTimer = {
      deadline: this.#monotonic + Math.max(1, Math.ceil(delay)),
      armed: this.#monotonic,
      order: (this.#armed += 1),
      wake,
      cancelled: false,
    }
    this.#timers.push(timer)
    return () => this.#timers.cancel(timer)
  }

  follow(work: Promise<unknown>): void {
    this.#stillness.follow(work)
  }

  hold<T>(work: Promise<T>): Promise<T> {
    this.#stillness.hold(work)
    return work
  }

  set(now: Time): void {
    const wall = instantOf(now, { name: 'now' }) - this.#monotonic
    const stepped = Math.abs(wall - this.#wall) > STEP
    this.#wall = wall
    if (!stepped) return
    this.#timers.reorder((timer) => {
      const looks = Math.floor((this.#monotonic - timer.armed) / LOOK) + 1
      timer.deadline = Math.min(timer.deadline, timer.armed + looks * LOOK)
    })
  }

  async advance(by: Duration): Promise<void> {
    const span = durationOf(by, { name: 'by' })
    await this.#next(() => this.#monotonic + span)
  }

  async advanceTo(time: Time): Promise<void> {
    const instant = instantOf(time, { name: 'time' })
    await this.#next(() => {
      if (instant >= this.now()) return instant - this.#wall
      throw new PunctualError(
        'PUNCTUAL_TIME_INVALID',
        'advanceTo() only moves forward: step the wall clock back with set()',
      )
    })
  }

  /** One move after the other, also when they are asked for at once. */
  #next(target: () => Millis): Promise<void> {
    const move = this.#moving.then(() => this.#move(target()))
    this.#moving = move.catch(() => {})
    return move
  }

  async #move(until: Millis): Promise<void> {
    this.#stillness.rest()
    await this.#stillness.reached()
    for (;;) {
      const timer = this.#timers.take(until)
      if (timer === null) break
      this.#monotonic = timer.deadline
      this.#stillness.rest()
      timer.wake()
      await this.#stillness.reached()
    }
    this.#monotonic = until
  }
}
