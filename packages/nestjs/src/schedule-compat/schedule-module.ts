import { Module } from '@nestjs/common'
import type { DynamicModule, FactoryProvider, Provider } from '@nestjs/common'
import { DiscoveredMethods } from '../discovered-methods.ts'
import { MethodRunners } from '../method-runners.ts'
import { DynamicJobs } from './dynamic-jobs.ts'
import { MethodJobs } from './method-jobs.ts'
import { ScheduleExplorer } from './schedule-explorer.ts'
import { SCHEDULE_MODULE_OPTIONS, ScheduleHost } from './schedule-host.ts'
import type {
  ScheduleModuleAsyncOptions,
  ScheduleModuleOptions,
  ScheduleModuleOptionsFactory,
} from './schedule-module-options.ts'
import { SchedulerRegistry } from './scheduler-registry.ts'

/**
 * Runs methods with `@Cron`, `@Interval` and `@Timeout` while the application is up, and provides `SchedulerRegistry` to all
 * modules. A closing application waits for running jobs.
 *
 * @example
 * ```ts
 * const imports = [ScheduleModule.forRoot({ drain: '10s' })]
 * ```
 */
@Module({ providers: [DiscoveredMethods, MethodRunners, ScheduleHost, MethodJobs, DynamicJobs] })
export class ScheduleModule {
  static forRoot(options: ScheduleModuleOptions = {}): DynamicModule {
    return moduleWith([{ provide: SCHEDULE_MODULE_OPTIONS, useValue: options }])
  }

  static forRootAsync(options: ScheduleModuleAsyncOptions): DynamicModule {
    return { ...moduleWith(providersOf(options)), imports: options.imports ?? [] }
  }
}

function moduleWith(options: readonly Provider[]): DynamicModule {
  return {
    global: true,
    module: ScheduleModule,
    providers: [ScheduleExplorer, SchedulerRegistry, ...options],
    exports: [SchedulerRegistry],
  }
}

function providersOf(options: ScheduleModuleAsyncOptions): Provider[] {
  const { inject = [], useClass, useExisting, useFactory } = options
  if (useFactory !== undefined) return [optionsFrom(useFactory, inject)]
  const factory = useExisting ?? useClass
  if (factory === undefined) {
    throw new TypeError('ScheduleModule.forRootAsync takes useFactory, useClass or useExisting')
  }
  const made = optionsFrom(
    (one: ScheduleModuleOptionsFactory) => one.createScheduleOptions(),
    [factory],
  )
  return useExisting === undefined ? [made, factory] : [made]
}

function optionsFrom(
  useFactory: FactoryProvider<ScheduleModuleOptions>['useFactory'],
  inject: NonNullable<FactoryProvider['inject']>,
): Provider<ScheduleModuleOptions> {
  return {
    provide: SCHEDULE_MODULE_OPTIONS,
    useFactory: async (...given) => (await useFactory(...given)) ?? {},
    inject,
  }
}
