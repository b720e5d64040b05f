import {
  PunctualError,
  type Clock,
  type Logger,
  type Scheduler,
  type StopReport,
} from '@punctual/core'
import type { LifeLimits } from '@punctual/core/framework'
import type { CronJob } from './cron-job.ts'
import { JobEngine } from './job-engine.ts'
import { JobStatus } from './job-status.ts'
import type { Job } from './job.ts'
import type { LongIntervalJob } from './long-interval-job.ts'
import { ScheduledJob } from './scheduled-job.ts'
import type { SimpleIntervalJob } from './simple-interval-job.ts'

/** What all jobs of a scheduler share. */
export interface ToadSchedulerOptions {
  /** Let the process end although jobs are started, unless a job says otherwise. Default false. */
  unref?: boolean
  /** For tests: the time by which jobs fall due. Default: the real one. */
  clock?: Clock
  /** Hears of troubles of the scheduler itself; errors of tasks go to their error handlers. Default: the console. */
  logger?: Logger
}

/**
 * Starts jobs when they are added, finds them by id, and stops them: toad-scheduler's interface on a Punctual scheduler.
 *
 * @example
 * ```ts
 * import { SimpleIntervalJob, Task, ToadScheduler } from '@punctual/fastify/schedule-compat'
 *
 * const scheduler = new ToadScheduler()
 * const task = new Task('say hello', () => console.log('hello'))
 * scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 20 }, task, { id: 'hello' }))
 * scheduler.stopById('hello')
 * await scheduler.stopAndWait({ drain: '10s' })
 * ```
 */
export class ToadScheduler {
  readonly #engine: JobEngine
  readonly #jobs = new Map<string, Job>()
  readonly #unref: boolean | undefined

  constructor(options: ToadSchedulerOptions = {}) {
    const { unref, clock, logger } = options
    this.#unref = unref
    this.#engine = new JobEngine({ clock, logger })
  }

  /** The scheduler below: its history, its events, its health. Jobs stand in it under their ids. */
  get punctual(): Scheduler {
    return this.#engine.scheduler
  }

  /** Refuses an id that is registered with `PUNCTUAL_JOB_EXISTS`, and whatever the `start` of the job refuses. */
  addIntervalJob(job: SimpleIntervalJob | LongIntervalJob): void {
    this.#add(job)
  }

  /** The same as `addIntervalJob`. */
  addLongIntervalJob(job: LongIntervalJob): void {
    this.#add(job)
  }

  /** The same as `addIntervalJob`. */
  addSimpleIntervalJob(job: SimpleIntervalJob): void {
    this.#add(job)
  }

  /** The same as `addIntervalJob`, for cron. */
  addCronJob(job: CronJob): void {
    this.#add(job)
  }

  /** Stops all jobs and returns at once: executions go on, and jobs can be started again. */
  stop(): void {
    this.#engine.stopAll()
  }

  /**
   * Stops all jobs for good, and resolves when their executions have ended or `drain` is over.
   *
   * Executions that go on after it are left behind; they can hear of it by `currentRun()?.signal`, and are given
   * `killAfter` to end, by default nothing. Refuses limits with `PUNCTUAL_DURATION_INVALID`.
   */
  async stopAndWait({ drain, killAfter = 0 }: LifeLimits = {}): Promise<StopReport> {
    return await this.#engine.close({ ...(drain !== undefined && { drain }), killAfter })
  }

  /** Refuses an id that is not registered with `PUNCTUAL_UNKNOWN_JOB`. */
  getById(id: string): Job {
    const job = this.#jobs.get(id)
    if (job !== undefined) return job
    throw new PunctualError('PUNCTUAL_UNKNOWN_JOB', `Job with an id ${id} is not registered.`)
  }

  existsById(id: string): boolean {
    return this.#jobs.has(id)
  }

  /** Stops a job and gives its id free; undefined where there is none. */
  removeById(id: string): Job | undefined {
    const job = this.#jobs.get(id)
    if (job === undefined) return undefined
    job.stop()
    this.#jobs.delete(id)
    if (job instanceof ScheduledJob) this.#engine.forget(job)
    return job
  }

  /** Refuses an id that is not registered with `PUNCTUAL_UNKNOWN_JOB`. */
  stopById(id: string): void {
    this.getById(id).stop()
  }

  /** Starts a job, or starts it anew. Refuses an id that is not registered with `PUNCTUAL_UNKNOWN_JOB`. */
  startById(id: string): void {
    this.getById(id).start()
  }

  /** The jobs that have an id. */
  getAllJobs(): Job[] {
    return [...this.#jobs.values()]
  }

  getAllJobsByStatus(status: JobStatus): Job[] {
    return this.getAllJobs().filter((job) => job.getStatus() === status)
  }

  #add(job: Job): void {
    const { id } = job
    if (id !== undefined && this.#jobs.has(id)) {
      throw new PunctualError('PUNCTUAL_JOB_EXISTS', `Job with an id ${id} is already registered.`)
    }
    if (this.#unref !== undefined) job.applyUnrefDefault(this.#unref)
    if (job instanceof ScheduledJob) job.runOn(this.#engine)
    // First, because a task that is executed immediately may look for its job.
    if (id !== undefined && id !== '') this.#jobs.set(id, job)
    this.#start(job)
  }

  /** A job whose start was refused is no job of this scheduler. */
  #start(job: Job): void {
    try {
      job.start()
    } catch (error) {
      if (job.getStatus() === JobStatus.STOPPED && job.id !== undefined) this.#jobs.delete(job.id)
      throw error
    }
  }
}
