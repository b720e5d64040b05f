import { PunctualError } from '@punctual/core'
import type { Scheduler, Trigger } from '@punctual/core'

/** Where the jobs of this layer live: as with @nestjs/schedule, each process has its own. */
export const STORE = 'node'

/**
 * The job behind a registry entry. The registry answers at once and the scheduler later, so what is asked for is done in
 * that order, once the job is stored; what fails is handed to `complain`.
 */
export class StoredJob {
  readonly #scheduler: Scheduler
  readonly #ref: { readonly id: string; readonly store: string }
  readonly #complain: (error: unknown) => void
  #queue: Promise<unknown>
  #removed = false

  constructor(
    scheduler: Scheduler,
    id: string,
    stored: Promise<unknown>,
    complain: (error: unknown) => void,
  ) {
    this.#scheduler = scheduler
    this.#ref = { id, store: STORE }
    this.#complain = complain
    this.#queue = stored.catch((error: unknown) => this.#failed(error))
  }

  get removed(): boolean {
    return this.#removed
  }

  pause(): void {
    this.#then(() => this.#scheduler.pauseJob(this.#ref))
  }

  resume(): void {
    this.#then(() => this.#scheduler.resumeJob(this.#ref))
  }

  retime(trigger: Trigger): void {
    this.#then(() => this.#scheduler.updateJob(this.#ref, { trigger }))
  }

  /** What runs already goes on. */
  remove(): void {
    this.#removed = true
    this.#then(() => this.#scheduler.removeJob(this.#ref))
  }

  /** Runs the job now; resolves when the run ended, whatever became of it. */
  async run(): Promise<void> {
    await this.#queue
    const run = await this.#scheduler.runJob(this.#ref)
    await run.finished()
  }

  #then(step: () => Promise<unknown>): void {
    this.#queue = this.#queue.then(step).catch((error: unknown) => this.#failed(error))
  }

  #failed(error: unknown): void {
    if (!isOver(error)) this.#complain(error)
  }
}

/** A scheduler that stopped, and a job that is finished, have nothing left to change. */
function isOver(error: unknown): boolean {
  return (
    error instanceof PunctualError &&
    (error.code === 'PUNCTUAL_STOPPED' || error.code === 'PUNCTUAL_UNKNOWN_JOB')
  )
}
