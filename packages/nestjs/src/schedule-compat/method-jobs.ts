import { Inject, Injectable } from '@nestjs/common'
import { every } from '@punctual/core'
import type { DeclareOptions, RunContext, Trigger } from '@punctual/core'
import { clockOf } from '@punctual/core/framework'
import type { DiscoveredMethod } from '../discovered-methods.ts'
import { MethodRunners } from '../method-runners.ts'
import { CronJob } from './cron-job.ts'
import { CronTime } from './cron-time.ts'
import type { CronMark } from './cron.ts'
import { JobNames } from './job-names.ts'
import { nameTaken } from './registry-error.ts'
import { ScheduleHost } from './schedule-host.ts'
import { STORE, StoredJob } from './stored-job.ts'
import { Ticks } from './ticks.ts'
import { TimerJob } from './timer-job.ts'

type Method = DiscoveredMethod<unknown>

/** So many runs of a job may overlap: more than any timer ever had going. */
const OVERLAPPING = 1_000

const CRON_ADVICE = 'With waitForCompletion: true the later one is skipped.'
const INTERVAL_ADVICE =
  'With @Scheduled(every(...)) of @punctual/nestjs in place of @Interval the later one is skipped.'

/** Makes jobs of the methods that have a decorator, and enters them in the registry. */
@Injectable()
export class MethodJobs {
  readonly names: JobNames = new JobNames()
  readonly timers: Map<unknown, TimerJob> = new Map()
  readonly #host: ScheduleHost
  readonly #runners: MethodRunners

  constructor(
    @Inject(ScheduleHost) host: ScheduleHost,
    @Inject(MethodRunners) runners: MethodRunners,
  ) {
    this.#host = host
    this.#runners = runners
  }

  addCron(method: Method, { cronTime, ...options }: CronMark): void {
    const { hold, logger, registry, scheduler } = this.#host
    const name = this.#nameOf(method, options.name)
    if (registry.doesExist('cron', name)) throw nameTaken('Cron Job', name)
    const { timeZone, utcOffset, waitForCompletion, threshold, unrefTimeout } = options
    const clock = clockOf(scheduler)
    const time = new CronTime({ source: cronTime, timeZone, utcOffset }, clock)
    const delay = options.initialDelay ?? 0
    // The instant itself is over when a timer rings for it.
    const start = delay > 0 ? clock.now() + Math.ceil(delay) + 1 : null
    const ticks = new Ticks({ label: `Cron job "${name}"`, advice: CRON_ADVICE, logger })
    const work = this.#work(method)
    const job = new CronJob({
      ...{ name, time, clock, ticks, hold, waitForCompletion, threshold, unrefTimeout },
      ...{ works: (run) => [() => work(run)], activeFrom: start ?? undefined },
    })
    const active = options.disabled !== true && !time.isPast
    if (!active && options.disabled !== true) this.#warnOfPast(name, time)
    const stored = this.#declare(name, time.from(start), (run) => job.tick(run), {
      ...(waitForCompletion !== true && { maxInstances: OVERLAPPING }),
      ...(threshold !== undefined && { misfireGrace: graceOf(threshold) }),
      paused: !active,
    })
    job.stands(stored, active)
    registry.addCronJob(name, job)
  }

  addInterval(method: Method, name: string | undefined, timeout: number): void {
    const { registry } = this.#host
    const named = this.#nameOf(method, name)
    if (registry.doesExist('interval', named)) throw nameTaken('Interval', named)
    const job = this.#timer(method, `Interval "${named}"`, false)
    const options = { maxInstances: OVERLAPPING }
    this.#stand(
      job,
      this.#declare(named, periodOf(timeout), (run) => job.tick(run), options),
    )
    registry.addInterval(named, job.id)
  }

  addTimeout(method: Method, name: string | undefined, timeout: number): void {
    const { registry } = this.#host
    const named = this.#nameOf(method, name)
    if (registry.doesExist('timeout', named)) throw nameTaken('Timeout', named)
    const job = this.#timer(method, `Timeout "${named}"`, true)
    this.#stand(
      job,
      this.#declare(named, periodOf(timeout), (run) => job.tick(run), { maxRuns: 1 }),
    )
    registry.addTimeout(named, job.id)
  }

  #timer(method: Method, label: string, isOnce: boolean): TimerJob {
    const { hold, logger } = this.#host
    const ticks = new Ticks({ label, advice: INTERVAL_ADVICE, logger })
    return new TimerJob({ hold, isOnce, ticks, work: this.#work(method) })
  }

  #stand(job: TimerJob, stored: StoredJob): void {
    job.stands(stored)
    this.timers.set(job.id, job)
  }

  #nameOf({ className, name }: Method, given: string | undefined): string {
    return given === undefined || given === '' ? this.names.nameOf(className, name) : given
  }

  #declare(
    name: string,
    trigger: Trigger,
    tick: (run: RunContext) => Promise<void>,
    options: DeclareOptions,
  ): StoredJob {
    const { scheduler } = this.#host
    const id = this.names.idOf(name)
    const all = { ...options, store: STORE, source: 'decorator' } as const
    const declared = scheduler.schedule(id, trigger, tick, all)
    if (options.misfireGrace !== undefined) this.#warnWhenMissed(id, name)
    return new StoredJob(scheduler, id, declared.ready(), (error) => this.#host.complain(error))
  }

  /**
   * The method as Nest calls it: without arguments, as a timer would, and without guards, which stand before requests and
   * would refuse what has no user. What a filter took needs no further log.
   */
  #work({ wrapper, name }: Method): (run: RunContext) => Promise<void> {
    const options = { argument: 'nothing', guards: false } as const
    const runner = this.#runners.of(wrapper, name, options)
    return async (run) => {
      const outcome = await runner.run(run)
      if ('value' in outcome) return
      if (!outcome.handled) this.#host.log(outcome.error)
      throw outcome.error
    }
  }

  #warnWhenMissed(id: string, name: string): void {
    const { logger, scheduler } = this.#host
    scheduler.on('fire:missed', ({ jobId, fireTime }) => {
      if (jobId !== id) return
      const due = new Date(fireTime).toISOString()
      logger.warn(`Cron job "${name}" was due at ${due}: it is skipped, later than its threshold.`)
    })
  }

  #warnOfPast(name: string, { source }: CronTime): void {
    this.#host.logger.warn(
      `Cron job "${name}" does not fire: its date is in the past (${String(source)}).`,
    )
  }
}

/** A grace is at least a millisecond, and whole. */
export function graceOf(threshold: number): number {
  return Math.max(1, Math.ceil(Math.abs(threshold)))
}

/** As with a timer, a fraction is cut off, and the least is a millisecond. */
function periodOf(timeout: number): Trigger {
  return every({ milliseconds: Math.max(1, Math.trunc(timeout)) })
}
