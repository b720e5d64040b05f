import type { RunContext } from '@punctual/core'
import type { StoredJob } from './stored-job.ts'
import type { Ticks } from './ticks.ts'
import { isCleared, timerId } from './timer-id.ts'

/** A method with `@Interval` or `@Timeout`. */
export class TimerJob {
  readonly id: NodeJS.Timeout = timerId()
  readonly #ticks: Ticks
  readonly #work: (run: RunContext) => unknown
  #stored: StoredJob | null = null

  constructor(ticks: Ticks, work: (run: RunContext) => unknown) {
    this.#ticks = ticks
    this.#work = work
  }

  stands(stored: StoredJob): void {
    this.#stored = stored
  }

  async tick(run: RunContext): Promise<void> {
    if (isCleared(this.id)) return this.discard()
    await this.#ticks.run([() => this.#work(run)], false)
  }

  discard(): void {
    clearInterval(this.id)
    if (this.#stored?.removed !== true) this.#stored?.remove()
  }
}
