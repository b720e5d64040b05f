import { at, cron, type TimeTrigger } from '@punctual/core'
import type { AsyncTask } from './async-task.ts'
import type { JobOptions } from './job-options.ts'
import { ScheduledJob } from './scheduled-job.ts'
import type { Task } from './task.ts'

/** When a `CronJob` executes. */
export interface CronSchedule {
  /** Five fields, six with seconds before them, seven with a year behind them; or one instant as ISO text. */
  cronExpression: string
  /** IANA name. Default: that of the machine. */
  timezone?: string
}

/** An instant has a colon, which no cron text has. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:/

/**
 * Executes a task when the clock on the wall says so.
 *
 * `start` refuses an expression that it cannot read with a code of `PUNCTUAL_CRON_*`, an unknown zone with
 * `PUNCTUAL_TIMEZONE_INVALID`.
 *
 * @example
 * ```ts
 * import { CronJob, Task } from '@punctual/fastify/schedule-compat'
 *
 * const task = new Task('report', () => {})
 * const job = new CronJob({ cronExpression: '0 9 * * 1-5', timezone: 'Asia/Shanghai' }, task)
 * ```
 */
export class CronJob extends ScheduledJob {
  readonly #schedule: CronSchedule

  constructor(schedule: CronSchedule, task: Task | AsyncTask, options: JobOptions = {}) {
    super(task, options, { preventOverrun: false, runImmediately: false })
    this.#schedule = schedule
  }

  protected override triggerFrom(): TimeTrigger {
    const { cronExpression, timezone } = this.#schedule
    const zone = timezone === undefined ? {} : { timezone }
    return INSTANT.test(cronExpression) ? at(cronExpression, zone) : cron(cronExpression, zone)
  }
}
