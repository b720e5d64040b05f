import type { Job } from '../jobs/job.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { JobLabels } from './job-labels.ts'

/** What one reading takes from the store at most: two pages of a thousand jobs. */
const PAGES = 2
const PAGE = 1_000

export interface JobTime {
  readonly nextFireAt: EpochMs | null
  readonly lastSuccessAt: EpochMs | null
}

/**
 * The times of the jobs that have a label of their own, as the store has them. Where there are more than one reading may
 * take, the next one goes on from there.
 */
export class JobTimes {
  readonly #scheduler: Scheduler
  readonly #labels: JobLabels
  #known = new Map<string, JobTime>()
  #round = new Map<string, JobTime>()
  #cursor: string | null = null

  constructor(scheduler: Scheduler, labels: JobLabels) {
    this.#scheduler = scheduler
    this.#labels = labels
  }

  get known(): ReadonlyMap<string, JobTime> {
    return this.#known
  }

  async read(): Promise<void> {
    for (let page = 0; page < PAGES; page += 1) {
      const { items, cursor } = await this.#page()
      // Labels are scarce: those of the code come first.
      for (const job of items) if (job.origin === 'declared') this.#note(job)
      for (const job of items) if (job.origin === 'dynamic' && !isOnce(job)) this.#note(job)
      this.#cursor = cursor
      if (cursor !== null) continue
      // Every job was seen: those that were not are gone.
      this.#known = this.#round
      this.#round = new Map()
      return
    }
  }

  #page(): ReturnType<Scheduler['listJobs']> {
    const cursor = this.#cursor === null ? {} : { cursor: this.#cursor }
    const state = ['active', 'paused', 'undeclared'] as const
    return this.#scheduler.listJobs({ state, limit: PAGE, ...cursor })
  }

  #note(job: Job): void {
    if (this.#labels.of(job.id) !== job.id) return
    const { state, nextFireAt, lastRun } = job
    const before = this.#known.get(job.id)?.lastSuccessAt ?? null
    const time = {
      nextFireAt: state === 'active' ? nextFireAt : null,
      // After a later run that failed, the store's job no longer says when one succeeded.
      lastSuccessAt: lastRun?.state === 'succeeded' ? lastRun.endedAt : before,
    }
    this.#known.set(job.id, time)
    this.#round.set(job.id, time)
  }
}

/** A job that somebody adds for one instant is one of many. */
function isOnce({ trigger }: Job): boolean {
  return (
    typeof trigger === 'object' && trigger !== null && 'kind' in trigger && trigger.kind === 'at'
  )
}
