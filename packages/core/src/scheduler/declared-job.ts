import type { TaskCode } from '../engine/task-registry.ts'
import type { Job } from '../jobs/job.ts'
import type { DeclareOptions } from '../jobs/policies.ts'
import type { Trigger } from '../triggers/trigger.ts'
import type { Declared } from './scheduler.ts'

/** What code says of a job; already checked. */
export interface Saying {
  readonly id: string
  readonly store: string
  readonly task: string
  /** Alias, as the code says it. */
  readonly executor: string
  readonly trigger: Trigger
  /** JSON text. */
  readonly input: string | null
  readonly options: DeclareOptions
  /** Where the schema of the task answers later: rejects when it refuses the input. */
  readonly accepted: Promise<unknown> | null
}

/** Code that a declaration brings along, under its own id. */
export type DeclaredCode = Extract<TaskCode, (...run: never[]) => unknown>

/** A declared job, and what became of it. */
export class DeclaredJob implements Declared {
  readonly saying: Saying
  readonly #ready: Promise<Job>
  #resolve: (job: Job) => void = () => {}
  #reject: (reason: unknown) => void = () => {}

  constructor(saying: Saying) {
    this.saying = saying
    this.#ready = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Nobody has to ask.
    this.#ready.catch(() => {})
  }

  get id(): string {
    return this.saying.id
  }

  get store(): string {
    return this.saying.store
  }

  ready(): Promise<Job> {
    return this.#ready
  }

  stored(job: Job): void {
    this.#resolve(job)
  }

  refused(reason: unknown): void {
    this.#reject(reason)
  }
}
