import type { RunContext } from '@punctual/core'
import type { ProcessHold } from './process-hold.ts'
import type { StoredJob } from './stored-job.ts'
import type { Ticks } from './ticks.ts'
import { isCleared, timerId } from './timer-id.ts'

export interface TimerJobParts {
  readonly hold: ProcessHold
  readonly isOnce: boolean
  readonly ticks: Ticks
  readonly work: (run: RunContext) => unknown
}

/** A method with `@Interval` or `@Timeout`. */
export class TimerJob {
  readonly id: NodeJS.Timeout = timerId()
  readonly #hold: ProcessHold
  readonly #isOnce: boolean
  readonly #ticks: Ticks
  readonly #work: (run: RunContext) => unknown
  #stored: StoredJob | null = null

  constructor(parts: TimerJobParts) {
    const { hold, isOnce, ticks, work } = parts
    this.#hold = hold
    this.#isOnce = isOnce
    this.#ticks = ticks
    this.#work = work
  }

  stands(stored: StoredJob): void {
    this.#stored = stored
    this.#hold.add(this)
  }

  async tick(run: RunContext): Promise<void> {
    if (isCleared(this.id)) return this.discard()
    if (this.#isOnce && run.cause === 'fire') this.#hold.delete(this)
    await this.#ticks.run([() => this.#work(run)], false)
  }

  discard(): void {
    clearInterval(this.id)
    this.#hold.delete(this)
    if (this.#stored?.removed !== true) this.#stored?.remove()
  }
}
