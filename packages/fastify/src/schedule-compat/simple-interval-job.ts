import { every, type TimeTrigger } from '@punctual/core'
import type { AsyncTask } from './async-task.ts'
import { periodOf, type SimpleIntervalSchedule } from './interval-schedule.ts'
import type { JobOptions } from './job-options.ts'
import { ScheduledJob } from './scheduled-job.ts'
import type { Task } from './task.ts'

/**
 * Executes a task again and again, with the same time between two starts.
 *
 * The time may be of any length: months are counted as reliably as seconds.
 *
 * @example
 * ```ts
 * import { SimpleIntervalJob, Task } from '@punctual/fastify/schedule-compat'
 *
 * const job = new SimpleIntervalJob({ days: 30 }, new Task('tidy up', () => {}), { id: 'monthly' })
 * ```
 */
export class SimpleIntervalJob extends ScheduledJob {
  readonly #period: number

  constructor(schedule: SimpleIntervalSchedule, task: Task | AsyncTask, options: JobOptions = {}) {
    const runImmediately = schedule.runImmediately === true
    super(task, options, { preventOverrun: true, runImmediately })
    this.#period = periodOf(schedule)
  }

  protected override triggerFrom(startedAt: number): TimeTrigger {
    return every({ milliseconds: this.#period }, { start: startedAt })
  }

  /** Executes the task once, beside its schedule, and waits for its end. Does nothing where `preventOverrun` forbids it. */
  async executeAsync(): Promise<void> {
    await this.executeNow()
  }

  /** Makes a job and executes its task once; resolves with the job, not yet started, when that has ended. */
  static async createAndExecute(
    schedule: SimpleIntervalSchedule,
    task: Task | AsyncTask,
    options: JobOptions = {},
  ): Promise<SimpleIntervalJob> {
    const job = new SimpleIntervalJob({ ...schedule, runImmediately: false }, task, options)
    await job.executeAsync()
    return job
  }
}
