import type { Logger } from '@nestjs/common'

/** One piece of what a job does. */
export type Work = () => unknown

export interface TicksOptions {
  /** How messages call the job, and what they advise against runs that overlap. */
  readonly label: string
  readonly advice: string
  readonly logger: Pick<Logger, 'warn'>
}

/** The runs of one job in this process: how many there are, and the first warning that they overlap. */
export class Ticks {
  readonly #options: TicksOptions
  readonly #running = new Set<Promise<unknown>>()
  #warned = false

  constructor(options: TicksOptions) {
    this.#options = options
  }

  get any(): boolean {
    return this.#running.size > 0
  }

  /** Resolves when all runs of now are over. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  /** Does the work, together or one after the other; rejects with the first error when all of it ended. */
  async run(works: readonly Work[], inTurn: boolean): Promise<void> {
    if (this.any) this.#warnOnce()
    const done = this.#all(works, inTurn)
    this.#running.add(done)
    try {
      await done
    } finally {
      this.#running.delete(done)
    }
  }

  async #all(works: readonly Work[], inTurn: boolean): Promise<void> {
    const errors: unknown[] = []
    const started: Promise<void>[] = []
    for (const work of works) {
      const done = this.#one(work).catch((error: unknown) => void errors.push(error))
      started.push(done)
      if (inTurn) await done
    }
    await Promise.all(started)
    if (errors.length > 0) throw errors[0]
  }

  async #one(work: Work): Promise<void> {
    await work()
  }

  #warnOnce(): void {
    if (this.#warned) return
    this.#warned = true
    const { advice, label, logger } = this.#options
    logger.warn(
      `${label} is due again while its last run goes on: the runs overlap. ${advice} This is said once.`,
    )
  }
}
