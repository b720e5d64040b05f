import { Injectable } from '@nestjs/common'
import type { CronJob } from './cron-job.ts'
import type { ForeignCronJob } from './foreign-cron-job.ts'
import { nameTaken, notFound, type SchedulerKind } from './registry-error.ts'
import { keeperOf } from './registry-keeper.ts'

/**
 * The cron jobs, intervals and timeouts of an application by name, with those that are added at run time.
 *
 * To ask for, or delete, an unknown name refuses with `PUNCTUAL_UNKNOWN_JOB`, to add a taken one with `PUNCTUAL_JOB_EXISTS`.
 *
 * @example
 * ```ts
 * class Reports {
 *   constructor(private readonly registry: SchedulerRegistry) {}
 *   quiet() {
 *     this.registry.getCronJob('daily').stop()
 *   }
 * }
 * ```
 */
@Injectable()
export class SchedulerRegistry {
  readonly #cronJobs = new Map<string, CronJob | ForeignCronJob>()
  readonly #intervals = new Map<string, unknown>()
  readonly #timeouts = new Map<string, unknown>()

  doesExist(type: 'cron' | 'timeout' | 'interval', name: string): boolean {
    if (type === 'cron') return this.#cronJobs.has(name)
    if (type === 'interval') return this.#intervals.has(name)
    return type === 'timeout' && this.#timeouts.has(name)
  }

  /** The job of a decorator; or what `addCronJob` was given, whose type the caller names. */
  getCronJob<T = CronJob>(name: string): T {
    return found<T>(this.#cronJobs, 'Cron Job', name)
  }

  /** What `clearInterval` takes; or what `addInterval` was given. */
  getInterval<T = NodeJS.Timeout>(name: string): T {
    return found<T>(this.#intervals, 'Interval', name)
  }

  /** What `clearTimeout` takes; or what `addTimeout` was given. */
  getTimeout<T = NodeJS.Timeout>(name: string): T {
    return found<T>(this.#timeouts, 'Timeout', name)
  }

  /**
   * Takes a `CronJob` of the `cron` package. From now on the scheduler runs it, also when it is started or stopped later;
   * what the scheduler cannot read is refused with `PUNCTUAL_CRON_*`.
   */
  addCronJob(name: string, job: CronJob | ForeignCronJob): void {
    refuseTaken(this.#cronJobs, 'Cron Job', name)
    if (isForeign(job)) keeperOf(this)?.addedCronJob(name, job)
    this.#cronJobs.set(name, job)
  }

  /** Takes what `setInterval` gave, to be cleared when it is deleted or the application closes. */
  addInterval<T = NodeJS.Timeout>(name: string, intervalId: T): void {
    refuseTaken(this.#intervals, 'Interval', name)
    this.#intervals.set(name, intervalId)
  }

  /** Takes what `setTimeout` gave, to be cleared when it is deleted or the application closes. */
  addTimeout<T = NodeJS.Timeout>(name: string, timeoutId: T): void {
    refuseTaken(this.#timeouts, 'Timeout', name)
    this.#timeouts.set(name, timeoutId)
  }

  getCronJobs<T = CronJob>(): Map<string, T> {
    // The caller names the type, as with a single job.
    return this.#cronJobs as Map<string, unknown> as Map<string, T>
  }

  getIntervals(): string[] {
    return [...this.#intervals.keys()]
  }

  getTimeouts(): string[] {
    return [...this.#timeouts.keys()]
  }

  deleteCronJob(name: string): void {
    const job = found<CronJob | ForeignCronJob>(this.#cronJobs, 'Cron Job', name)
    void job.stop()
    this.#cronJobs.delete(name)
    keeperOf(this)?.deletedCronJob(job)
  }

  deleteInterval(name: string): void {
    const id = found<NodeJS.Timeout>(this.#intervals, 'Interval', name)
    clearInterval(id)
    this.#intervals.delete(name)
    keeperOf(this)?.deletedTimer(id)
  }

  deleteTimeout(name: string): void {
    const id = found<NodeJS.Timeout>(this.#timeouts, 'Timeout', name)
    clearTimeout(id)
    this.#timeouts.delete(name)
    keeperOf(this)?.deletedTimer(id)
  }
}

/** What the caller says it is; `undefined` stands for nothing. */
function found<T>(all: ReadonlyMap<string, unknown>, kind: SchedulerKind, name: string): T {
  const one = all.get(name)
  if (one === undefined) throw notFound(kind, name)
  return one as T
}

function refuseTaken(all: ReadonlyMap<string, unknown>, kind: SchedulerKind, name: string): void {
  if (all.has(name)) throw nameTaken(kind, name)
}

function isForeign(job: CronJob | ForeignCronJob): job is ForeignCronJob {
  return !('discard' in job)
}
