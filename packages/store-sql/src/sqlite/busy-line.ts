import { setTimeout } from 'node:timers/promises'
import type { Millis } from '@punctual/core/store'
import { busyError, isBusy, storeError } from './sqlite-errors.ts'

export interface BusyLineOptions {
  /** How long to try. Default 5 s. */
  readonly patience?: Millis
}

const SHORTEST: Millis = 1
const LONGEST: Millis = 50

/**
 * Runs work that others may lock out. It never blocks the event loop: work that is locked out waits its turn in a line,
 * and only the head of the line tries again, after pauses that grow and differ. The lock is held by a real process, so
 * the pauses are of real time, whatever clock the scheduler runs on.
 */
export class BusyLine {
  readonly #patience: Millis
  #last: Promise<void> = Promise.resolve()
  #waiting = 0

  constructor(options: BusyLineOptions = {}) {
    this.#patience = options.patience ?? 5_000
  }

  /** Rejects with `PUNCTUAL_STORE_BUSY` when the lock was not to be had in time, and as the work throws. */
  async through<T>(work: () => T): Promise<T> {
    const since = performance.now()
    if (this.#waiting === 0) {
      try {
        return work()
      } catch (error) {
        if (!isBusy(error)) throw storeError(error)
      }
    }
    return this.#queue(() => this.#insist(work, since))
  }

  #queue<T>(turn: () => Promise<T>): Promise<T> {
    this.#waiting += 1
    const done = this.#last.then(turn).finally(() => {
      this.#waiting -= 1
    })
    this.#last = done.then(ignore, ignore)
    return done
  }

  async #insist<T>(work: () => T, since: Millis): Promise<T> {
    for (let pause = SHORTEST; ; pause = Math.min(pause * 2, LONGEST)) {
      try {
        return work()
      } catch (error) {
        if (!isBusy(error)) throw storeError(error)
        const waited = Math.round(performance.now() - since)
        if (waited >= this.#patience) throw busyError(error, waited)
      }
      await setTimeout(pause * (0.5 + Math.random() / 2))
    }
  }
}

/** The caller of each turn hears of its failure; the line only goes on. */
function ignore(): void {}
