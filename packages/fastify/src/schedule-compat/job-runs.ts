import type { Json, RunContext, Scheduler } from '@punctual/core'
import type { EngineJob } from './engine-job.ts'
import { reportFailedHandler } from './error-reports.ts'
import type { Executions } from './executions.ts'

/** The one task under which all jobs stand in the store. */
export const TASK = 'toad'

/** A job from its start to its stop. */
export interface Stint {
  readonly job: EngineJob
  readonly startedAt: number
  /** It will not fall due any more. */
  readonly over: boolean
}

/** Input of a run that stands for an execution which has begun already. */
interface Given {
  readonly execution: number
}

/** What runs of the scheduler do: they execute the task of their job, and fail where it fails. */
export class JobRuns {
  readonly #stints: ReadonlyMap<string, Stint>
  readonly #executions: Executions

  constructor(stints: ReadonlyMap<string, Stint>, executions: Executions) {
    this.#stints = stints
    this.#executions = executions
  }

  handle(scheduler: Scheduler): void {
    scheduler.task<Given | undefined, Promise<Json>>(TASK, (run) => this.#run(run))
  }

  /** The result of a task is its own business: it need not be JSON, so nothing of it is stored. */
  async #run(run: RunContext<Given | undefined>): Promise<Json> {
    if (run.input !== undefined) {
      await this.#executions.take(run.input.execution)
      return null
    }
    const stint = this.#stints.get(run.jobId)
    // The store learns of a stop, or of a further start, a little later.
    if (stint === undefined || (run.cause === 'fire' && run.fireTime <= stint.startedAt)) {
      return { skipped: 'stopped' }
    }
    const { job } = stint
    // The same task may execute for another job.
    if (job.preventOverrun && job.task.isExecuting) return { skipped: 'executing' }
    await this.#execute(job)
    return null
  }

  async #execute({ task, id }: EngineJob): Promise<void> {
    const { ended, threw } = this.#executions.begin(() => task.execute(id))
    if (threw !== null) await ended.catch((error) => reportFailedHandler(threw.error, error))
    await ended
  }
}
