import {
  Cron,
  CronExpression,
  Interval,
  ScheduleExplorer,
  ScheduleModule,
  SchedulerRegistry,
  Timeout,
  type CronOptions,
  type ScheduleModuleAsyncOptions,
  type ScheduleModuleOptions,
  type ScheduleModuleOptionsFactory,
} from '../../src/schedule-compat/index.ts'
import { Inject, Injectable, type DynamicModule } from '@nestjs/common'
import { CronJob, CronTime } from 'cron'
import { DateTime } from 'luxon'

const nightly: CronOptions = { name: 'nightly', timeZone: 'Europe/Berlin', waitForCompletion: true }
const hours: CronExpression[] = [CronExpression.EVERY_HOUR, CronExpression.EVERY_DAY_AT_1AM]
const offset: CronOptions = {
  utcOffset: 60,
  disabled: true,
  threshold: 100,
  initialDelay: 5,
  unrefTimeout: true,
}

@Injectable()
export class Jobs {
  constructor(@Inject(SchedulerRegistry) private readonly registry: SchedulerRegistry) {}

  @Cron(CronExpression.EVERY_DAY_AT_MIDNIGHT, nightly)
  nightly(): void {}
  @Cron(new Date(), offset)
  once(): void {}
  @Cron(DateTime.now().plus({ days: 1 }))
  tomorrow(): void {}
  @Interval(1_000)
  async interval(): Promise<void> {}
  @Interval('poll', 1_000)
  poll(): void {}
  @Timeout(1_000)
  timeout(): void {}
  @Timeout('warm-up', 1_000)
  warmUp(force = false): boolean {
    return force
  }

  change(): unknown[] {
    const job: CronJob = this.registry.getCronJob('nightly')
    void job.stop()
    const same = this.registry.getCronJob('nightly')
    same.start()
    same.setTime(new CronTime(hours[0] ?? '* * * * *', 'UTC'))
    same.addCallback(() => {})
    void same.fireOnTick()
    const dynamic = new CronJob('* * * * * *', () => {})
    this.registry.addCronJob('dynamic', dynamic)
    this.registry.addCronJob(
      'other',
      CronJob.from({ cronTime: '0 0 * * *', onTick: async () => {} }),
    )
    dynamic.start()
    const told: unknown[] = []
    this.registry.getCronJobs().forEach((value, key) => {
      const dates = value.nextDates(2).map((date) => date.toISO())
      told.push(key, value.nextDate().toJSDate(), dates)
    })
    clearInterval(this.registry.getInterval('poll'))
    const id: number = this.registry.getTimeout('warm-up')
    clearTimeout(this.registry.getTimeout<NodeJS.Timeout>('warm-up'))
    this.registry.addInterval(
      'own',
      setInterval(() => {}, 1_000),
    )
    this.registry.addTimeout(
      'own',
      setTimeout(() => {}, 1_000),
    )
    this.registry.deleteInterval('own')
    this.registry.deleteTimeout('own')
    this.registry.deleteCronJob('dynamic')
    const names: string[] = [...this.registry.getIntervals(), ...this.registry.getTimeouts()]
    const last: Date | null = same.lastDate()
    const at: number = same.nextDate().toMillis()
    const flags: boolean[] = [
      same.isActive,
      same.isCallbackRunning,
      same.nextDate().valueOf() > Date.now(),
    ]
    return [told, id, names, last, at, flags, same.cronTime.source, same.name, same.threshold]
  }

  exists(kind: 'cron' | 'interval' | 'timeout'): boolean {
    return this.registry.doesExist(kind, 'own')
  }
}

class Options implements ScheduleModuleOptionsFactory {
  createScheduleOptions(): ScheduleModuleOptions {
    return { cronJobs: true, intervals: true, timeouts: false }
  }
}

const fromFactory: ScheduleModuleAsyncOptions = {
  imports: [],
  inject: ['CONFIG', Options],
  useFactory: async (config: { jobs: boolean }, other) => ({
    cronJobs: config.jobs,
    intervals: other.on,
  }),
}

export const modules: DynamicModule[] = [
  ScheduleModule.forRoot(),
  ScheduleModule.forRoot({ cronJobs: false }),
  ScheduleModule.forRootAsync(fromFactory),
  ScheduleModule.forRootAsync({ useClass: Options }),
  ScheduleModule.forRootAsync({ useExisting: Options }),
]

export const explorer: typeof ScheduleExplorer = ScheduleExplorer

export function explore(explorer: ScheduleExplorer): void {
  explorer.explore()
}
