import type { FactoryProvider, ModuleMetadata, Type } from '@nestjs/common'
import type { Duration, Scheduler } from '@punctual/core'

/** What `ScheduleModule.forRoot` may be told. */
export interface ScheduleModuleOptions {
  /** Whether methods with `@Cron` run. Default true. */
  cronJobs?: boolean
  /** Whether methods with `@Interval` run. Default true. */
  intervals?: boolean
  /** Whether methods with `@Timeout` run. Default true. */
  timeouts?: boolean
  /** How long a closing application waits for running jobs before it aborts them. Default 30 s. */
  drain?: Duration
  /**
   * The scheduler to run on; it is started and stopped with the application. Default: that of `PunctualModule` where it is
   * imported, else one of its own.
   */
  scheduler?: Scheduler
}

/** A class that makes the options. */
export interface ScheduleModuleOptionsFactory {
  createScheduleOptions(): Promise<ScheduleModuleOptions> | ScheduleModuleOptions
}

/** What `ScheduleModule.forRootAsync` may be told: where the options come from. */
export interface ScheduleModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  useExisting?: Type<ScheduleModuleOptionsFactory>
  useClass?: Type<ScheduleModuleOptionsFactory>
  useFactory?: FactoryProvider<ScheduleModuleOptions>['useFactory']
  inject?: NonNullable<FactoryProvider['inject']>
}
