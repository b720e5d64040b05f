import type { JobStatus } from './job-status.ts'

/** Something that a `ToadScheduler` starts and stops; it is found again by its id, where it has one. */
export abstract class Job {
  readonly id: string | undefined

  protected constructor(id?: string) {
    this.id = id
  }

  abstract getStatus(): JobStatus
  abstract start(): void
  abstract stop(): void

  /** What the scheduler says about `unref`; an option of the job itself wins. Jobs without timers have no use for it. */
  applyUnrefDefault(_unref: boolean): void {}
}
