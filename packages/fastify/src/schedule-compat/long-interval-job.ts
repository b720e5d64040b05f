import { every, type TimeTrigger } from '@punctual/core'
import type { AsyncTask } from './async-task.ts'
import { periodOf, type SimpleIntervalSchedule } from './interval-schedule.ts'
import type { JobOptions } from './job-options.ts'
import { ScheduledJob } from './scheduled-job.ts'
import type { Task } from './task.ts'

/** The same as a `SimpleIntervalJob`, which takes long intervals too: kept for code that names it. */
export class LongIntervalJob extends ScheduledJob {
  readonly #period: number

  constructor(schedule: SimpleIntervalSchedule, task: Task | AsyncTask, options: JobOptions = {}) {
    const runImmediately = schedule.runImmediately === true
    super(task, options, { preventOverrun: true, runImmediately })
    this.#period = periodOf(schedule)
  }

  protected override triggerFrom(startedAt: number): TimeTrigger {
    return every({ milliseconds: this.#period }, { start: startedAt })
  }
}
