export { Cron } from './cron.ts'
export { CronExpression } from './cron-expression.ts'
export { Interval } from './interval.ts'
export { ScheduleExplorer } from './schedule-explorer.ts'
export { ScheduleModule } from './schedule-module.ts'
export { SchedulerRegistry } from './scheduler-registry.ts'
export { Timeout } from './timeout.ts'
export type { CronOptions } from './cron-options.ts'
export type {
  ScheduleModuleAsyncOptions,
  ScheduleModuleOptions,
  ScheduleModuleOptionsFactory,
} from './schedule-module-options.ts'
