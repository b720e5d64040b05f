import type { Clock, RunContext } from '@punctual/core'
import { CronTime, type CronTimeLike } from './cron-time.ts'
import type { ProcessHold } from './process-hold.ts'
import type { StoredJob } from './stored-job.ts'
import type { Ticks, Work } from './ticks.ts'
import type { ZonedDate } from './zoned-date.ts'

export interface CronJobParts {
  readonly name?: string | undefined
  readonly time: CronTime
  readonly clock: Clock
  readonly ticks: Ticks
  readonly hold: ProcessHold
  /** What a run does; asked anew for each run. */
  readonly works: (run: RunContext) => readonly Work[]
  readonly waitForCompletion?: boolean | undefined
  readonly threshold?: number | undefined
  readonly unrefTimeout?: boolean | undefined
  /** Before this instant the job counts as not yet active. */
  readonly activeFrom?: number | undefined
}

/**
 * A job of the registry, with the verbs of a `CronJob` of the `cron` package. It answers at once; the scheduler follows.
 */
export class CronJob {
  readonly name: string | undefined
  readonly threshold: number
  readonly unrefTimeout: boolean
  readonly waitForCompletion: boolean
  cronTime: CronTime
  lastExecution: Date | null = null
  readonly #parts: CronJobParts
  readonly #callbacks: Work[] = []
  #stored: StoredJob | null = null
  #started = false
  #activeFrom: number

  constructor(parts: CronJobParts) {
    this.#parts = parts
    this.name = parts.name
    this.threshold = Math.abs(parts.threshold ?? 250)
    this.unrefTimeout = parts.unrefTimeout === true
    this.waitForCompletion = parts.waitForCompletion === true
    this.cronTime = parts.time
    this.#activeFrom = parts.activeFrom ?? Number.NEGATIVE_INFINITY
  }

  /** Whether it waits for its time. */
  get isActive(): boolean {
    return this.#started && this.#parts.clock.now() >= this.#activeFrom
  }

  /** Whether a run of it is on. */
  get isCallbackRunning(): boolean {
    return this.#parts.ticks.any
  }

  /** Fires at one date only. */
  get runOnce(): boolean {
    return this.cronTime.realDate
  }

  /** The job behind it is stored from here on; `started` says whether it fires. */
  stands(stored: StoredJob, started: boolean): void {
    this.#stored = stored
    this.#goes(started)
  }

  /** Does what a run has to do. */
  async tick(run: RunContext): Promise<void> {
    if (this.#stored?.removed === true) return
    if (run.cause === 'fire') {
      this.lastExecution = new Date(run.fireTime)
      if (this.runOnce) this.#goes(false)
    }
    const works = [...this.#parts.works(run), ...this.#callbacks]
    await this.#parts.ticks.run(works, this.waitForCompletion)
  }

  /** Adds a piece of work to each run from now on. */
  addCallback(callback: () => unknown): void {
    this.#callbacks.push(() => callback.call(this))
  }

  start(): void {
    if (this.isActive) return
    if (this.#activeFrom > this.#parts.clock.now()) this.#retime()
    this.#goes(true)
    this.#stored?.resume()
  }

  /** Fires no more. With `waitForCompletion` the answer resolves when the run that is on has ended. */
  stop(): Promise<void> | undefined {
    if (this.#started) this.#stored?.pause()
    this.#goes(false)
    return this.waitForCompletion ? this.#parts.ticks.settled() : undefined
  }

  /** Fires at other times from now on; takes a `CronTime` of the `cron` package. */
  setTime(time: CronTimeLike): void {
    this.cronTime = new CronTime(time, this.#parts.clock)
    this.#retime()
  }

  /** Removes the job behind it. */
  discard(): void {
    this.#goes(false)
    this.#stored?.remove()
  }

  /** Runs it now, whatever its time; resolves when the run ended. */
  async fireOnTick(): Promise<void> {
    if (this.waitForCompletion && this.isCallbackRunning) return
    await this.#stored?.run()
  }

  nextDate(): ZonedDate {
    return this.cronTime.sendAt()
  }

  nextDates(count = 0): ZonedDate[] {
    return this.cronTime.sendAt(count)
  }

  /** The instant that the last fire was for. */
  lastDate(): Date | null {
    return this.lastExecution
  }

  #goes(started: boolean): void {
    this.#started = started
    if (started && !this.unrefTimeout) this.#parts.hold.add(this)
    else this.#parts.hold.delete(this)
  }

  #retime(): void {
    this.#activeFrom = Number.NEGATIVE_INFINITY
    this.#stored?.retime(this.cronTime.from(null))
  }
}
