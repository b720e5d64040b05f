import { createScheduler, type Scheduler } from '@punctual/core'
import type { StoreContract } from '@punctual/core/store'
import type { ChaosJob } from '../jobs/chaos-job.ts'
import type { Journal } from '../journal.ts'
import { openStore } from '../stores/open-store.ts'
import type { StoreSpec } from '../stores/store-spec.ts'

const PATIENCE = 20_000

/** The user of the cluster: a scheduler that runs nothing, and whose calls are tried until the store takes them. */
export class Client {
  readonly store: StoreContract
  readonly #scheduler: Scheduler
  readonly #journal: Journal

  static async at(spec: StoreSpec, journal: Journal): Promise<Client> {
    return new Client(await openStore(spec), journal)
  }

  constructor(store: StoreContract, journal: Journal) {
    this.store = store
    this.#journal = journal
    this.#scheduler = createScheduler({ store, role: 'off', timezone: 'UTC' })
    this.#scheduler.task('work', () => null)
  }

  async add(jobs: readonly ChaosJob[]): Promise<void> {
    const specs = jobs.map(({ id, trigger, options }) => ({
      ...options,
      id,
      task: 'work',
      trigger,
    }))
    await tried(() => this.#scheduler.addJobs(specs, { onConflict: 'keep' }))
  }

  /** Pauses a job and, after a time, resumes it. */
  async pause(jobId: string, lasts: number): Promise<void> {
    await tried(() => this.#scheduler.pauseJob(jobId))
    this.#held(jobId, 'paused')
    await new Promise((resolve) => setTimeout(resolve, lasts))
    this.#held(jobId, 'resuming')
    await tried(() => this.#scheduler.resumeJob(jobId))
  }

  async remove(jobId: string): Promise<void> {
    await tried(() => this.#scheduler.removeJob(jobId))
    this.#held(jobId, 'removed')
  }

  async removeAll(): Promise<void> {
    await tried(() => this.#scheduler.removeJobs({ all: true }))
  }

  async runByHand(jobId: string, key: string): Promise<void> {
    await tried(() => this.#scheduler.runJob(jobId, { key }))
  }

  close(): Promise<unknown> {
    return this.#scheduler.stop()
  }

  #held(jobId: string, what: 'paused' | 'resuming' | 'removed'): void {
    this.#journal.note({ type: 'held', jobId, what, wall: Date.now() })
  }
}

/** A store that is busy or away is asked again. */
export async function tried<T>(call: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  for (;;) {
    try {
      return await call()
    } catch (thrown) {
      if (performance.now() - begun > PATIENCE) throw thrown
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
