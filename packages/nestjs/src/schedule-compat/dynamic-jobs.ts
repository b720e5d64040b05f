import { Inject, Injectable, Logger } from '@nestjs/common'
import type { RunContext, Task } from '@punctual/core'
import { clockOf } from '@punctual/core/framework'
import { CronJob } from './cron-job.ts'
import { CronTime } from './cron-time.ts'
import { takeOver, worksOf, type ForeignCronJob } from './foreign-cron-job.ts'
import { graceOf, MethodJobs } from './method-jobs.ts'
import { keep, type RegistryKeeper } from './registry-keeper.ts'
import { ScheduleHost } from './schedule-host.ts'
import { SchedulerRegistry } from './scheduler-registry.ts'
import { STORE, StoredJob } from './stored-job.ts'
import { Ticks } from './ticks.ts'

/** The task of all jobs that were added at run time: which of them a run is for, its job id says. */
const TASK = 'SchedulerRegistry.addCronJob'
/** What the `cron` package takes when it is told nothing. */
const UNTOLD_THRESHOLD = 250
const OVERLAPPING = 1_000
const ADVICE = 'With waitForCompletion: true the later one is skipped.'

/** Makes jobs of the scheduler of what the registry is given at run time. */
@Injectable()
export class DynamicJobs implements RegistryKeeper {
  readonly #host: ScheduleHost
  readonly #methods: MethodJobs
  readonly #logger = new Logger(SchedulerRegistry.name)
  readonly #byId = new Map<string, CronJob>()
  readonly #byForeign = new Map<object, { readonly id: string; readonly job: CronJob }>()
  #task: Task | null = null

  constructor(@Inject(ScheduleHost) host: ScheduleHost, @Inject(MethodJobs) methods: MethodJobs) {
    this.#host = host
    this.#methods = methods
  }

  /** Begins to keep the registry, with what constructors entered already. */
  begin(): void {
    const { registry, scheduler } = this.#host
    this.#task = scheduler.task(TASK, (run: RunContext) => this.#byId.get(run.jobId)?.tick(run))
    for (const [name, job] of registry.getCronJobs<ForeignCronJob>()) this.addedCronJob(name, job)
    keep(registry, this)
  }

  addedCronJob(name: string, foreign: ForeignCronJob): void {
    const id = this.#methods.names.idOf(name)
    const { hold, scheduler } = this.#host
    const clock = clockOf(scheduler)
    const time = new CronTime(zoneOnce(foreign), clock)
    const { unrefTimeout, waitForCompletion, threshold, isActive } = foreign
    const job = new CronJob({
      ...{ name, time, clock, hold, unrefTimeout, waitForCompletion, threshold },
      works: worksOf(foreign, this.#logger),
      ticks: new Ticks({ label: `Cron job "${name}"`, advice: ADVICE, logger: this.#logger }),
    })
    const stored = this.#stored(id, job, isActive)
    takeOver(foreign, job, this.#logger)
    job.stands(stored, isActive)
    this.#byForeign.set(foreign, { id, job })
  }

  deletedCronJob(job: object): void {
    const known = this.#byForeign.get(job)
    this.#byForeign.delete(job)
    if (known !== undefined) this.#byId.delete(known.id)
    const own = job instanceof CronJob ? job : known?.job
    own?.discard()
  }

  deletedTimer(id: unknown): void {
    this.#methods.timers.get(id)?.discard()
    this.#methods.timers.delete(id)
  }

  #stored(id: string, job: CronJob, isActive: boolean): StoredJob {
    const { scheduler } = this.#host
    const { threshold, waitForCompletion } = job
    this.#byId.set(id, job)
    const added = scheduler.addJob({
      ...{ id, task: this.#task ?? TASK, trigger: job.cronTime.from(null), store: STORE },
      ...(!waitForCompletion && { maxInstances: OVERLAPPING }),
      ...(threshold !== UNTOLD_THRESHOLD && { misfireGrace: graceOf(threshold) }),
      paused: !isActive,
    })
    return new StoredJob(scheduler, id, added, (error) => this.#host.complain(error))
  }
}

/** It has a zone even where it was told an offset alone. */
function zoneOnce({ cronTime: { source, timeZone, utcOffset } }: ForeignCronJob): {
  readonly source: typeof source
  readonly timeZone?: typeof timeZone
  readonly utcOffset?: typeof utcOffset
} {
  return utcOffset == null ? { source, timeZone } : { source, utcOffset }
}
