import type { AsyncTask } from './async-task.ts'
import type { Task } from './task.ts'

/** What the engine has to know of a job. */
export interface EngineJob {
  readonly id: string | undefined
  readonly task: Task | AsyncTask
  /** Whether no execution begins while the task executes. */
  readonly preventOverrun: boolean
  /** Whether the process may end although the job is started. */
  readonly unref: boolean
  stop(): void
}
