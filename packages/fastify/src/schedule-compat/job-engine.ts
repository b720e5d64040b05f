import {
  createScheduler,
  inline,
  PunctualError,
  type Clock,
  type Logger,
  type Scheduler,
  type StopReport,
  type TimeTrigger,
} from '@punctual/core'
import { consoleLogger, quietFailures, ServerLife, type LifeLimits } from '@punctual/core/framework'
import { backgroundClock } from './background-clock.ts'
import type { EngineJob } from './engine-job.ts'
import { reportTrouble } from './error-reports.ts'
import { Executions } from './executions.ts'
import { JobNames } from './job-names.ts'
import { JobRuns, TASK, type Stint } from './job-runs.ts'
import { KeepAlive } from './keep-alive.ts'
import { StoreLine } from './store-line.ts'

/** Where the time comes from, and where troubles go. */
export interface EngineOptions {
  readonly clock?: Clock | undefined
  readonly logger?: Logger | undefined
}

/** From when on, and when. */
export interface Start {
  readonly startedAt: number
  readonly trigger: TimeTrigger
}

/**
 * Runs jobs on a scheduler of their own, in memory. What is asked of a job counts at once; the scheduler, whose verbs
 * take a moment, follows.
 */
export class JobEngine {
  readonly scheduler: Scheduler
  readonly #clock: Clock
  readonly #names = new JobNames()
  readonly #stints = new Map<string, Stint>()
  readonly #executions = new Executions()
  readonly #keepAlive = new KeepAlive()
  readonly #line: StoreLine
  #begun = false
  #ended: Promise<StopReport> | null = null

  constructor({ clock = backgroundClock, logger }: EngineOptions) {
    this.#clock = clock
    this.#line = new StoreLine(reportTrouble(logger))
    this.scheduler = createScheduler({
      clock,
      // Tasks tell of their errors themselves.
      logger: quietFailures(logger ?? consoleLogger),
      // Timers know no limit either.
      executors: { default: inline({ concurrency: 100_000 }) },
    })
    new JobRuns(this.#stints, this.#executions).handle(this.scheduler)
    this.scheduler.on('job:finished', ({ job }) => this.#over(job.id))
  }

  now(): number {
    return this.#clock.now()
  }

  isStarted(job: EngineJob): boolean {
    return this.#stintOf(job)?.over === false
  }

  /** Refuses with `PUNCTUAL_STOPPED` once the engine closes. */
  start(job: EngineJob, { startedAt, trigger }: Start): void {
    if (this.#ended !== null) throw closed(job)
    if (!this.#begun) this.#line.push(() => this.scheduler.start())
    this.#begun = true
    const id = this.#names.give(job)
    const stint = { job, startedAt, over: false }
    this.#stints.set(id, stint)
    this.unrefChanged(job)
    const maxInstances = job.preventOverrun ? 1 : 1_000
    this.#line.push(async () => {
      const spec = { id, task: TASK, trigger, maxInstances }
      await this.scheduler.addJob(spec, { onConflict: 'replace' })
      await this.scheduler.resumeJob(id)
    })
  }

  /** A job that has no id of its own cannot be asked for either, so nothing of it is kept but its history. */
  stop(job: EngineJob): void {
    const id = this.#names.of(job)
    if (id === undefined || !this.#stints.delete(id)) return
    this.unrefChanged(job)
    if (job.id === undefined) this.forget(job)
    else this.#line.push(() => this.scheduler.pauseJob(id, { reason: 'stopped' }))
  }

  /** Takes a job out of the store; its history stays. */
  forget(job: EngineJob): void {
    const id = this.#names.take(job)
    if (id === undefined) return
    this.#stints.delete(id)
    this.#keepAlive.set(job, false)
    this.#line.push(() => this.scheduler.removeJob(id))
  }

  stopAll(): void {
    for (const { job } of [...this.#stints.values()]) job.stop()
  }

  /** Asks whether the job keeps the process alive now. */
  unrefChanged(job: EngineJob): void {
    this.#keepAlive.set(job, this.isStarted(job) && !job.unref)
  }

  /** Executes at once what a job asks for; its run follows, where the job is started. Throws what the call throws. */
  executeNow(job: EngineJob, call: () => void): void {
    const id = this.#names.of(job)
    const number = this.#executions.nextNumber()
    const recorded = id !== undefined && this.#stints.has(id)
    if (recorded) this.#line.push(() => this.#recordRun(id, number))
    const { ended, threw } = this.#executions.begin(call)
    if (recorded) this.#executions.hand(number, ended)
    if (threw !== null) throw threw.error
  }

  /** Stops all jobs and waits for what goes on, up to a deadline. Idempotent. */
  close(limits: LifeLimits): Promise<StopReport> {
    const life = new ServerLife(this.scheduler, limits)
    this.#ended ??= this.#close(life)
    return this.#ended
  }

  async #close(life: ServerLife): Promise<StopReport> {
    this.stopAll()
    this.#line.close()
    this.#keepAlive.set(life, true)
    life.beginClosing()
    try {
      // Not every execution has its run yet.
      const [report] = await Promise.all([
        life.end(),
        withDeadline(this.#executions.ended(), life.left),
      ])
      return report
    } finally {
      this.#keepAlive.set(life, false)
    }
  }

  async #recordRun(id: string, number: number): Promise<void> {
    const handle = await this.scheduler.runJob(id, { input: { execution: number } })
    const forget = (): void => void this.#executions.take(number)
    // Also where it is cancelled before it begins.
    void handle.finished().then(forget, forget)
  }

  #over(id: string): void {
    const stint = this.#stints.get(id)
    if (stint === undefined) return
    this.#stints.set(id, { ...stint, over: true })
    this.unrefChanged(stint.job)
  }

  #stintOf(job: EngineJob): Stint | undefined {
    const id = this.#names.of(job)
    return id === undefined ? undefined : this.#stints.get(id)
  }
}

/** Resolves with the work, or without it when the time is over. */
async function withDeadline(work: Promise<void>, most: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, most)
  await Promise.race([work, promise])
  clearTimeout(timer)
}

function closed(job: EngineJob): PunctualError {
  return new PunctualError(
    'PUNCTUAL_STOPPED',
    `job ${job.id ?? 'without an id'} cannot be started: its scheduler was closed; make a new one`,
  )
}
