/** The keys under which the decorators note what they were given: those of @nestjs/schedule, for code that reads them. */
export const SCHEDULER_NAME = 'SCHEDULER_NAME'
export const SCHEDULER_TYPE = 'SCHEDULER_TYPE'
export const SCHEDULE_CRON_OPTIONS = 'SCHEDULE_CRON_OPTIONS'
export const SCHEDULE_INTERVAL_OPTIONS = 'SCHEDULE_INTERVAL_OPTIONS'
export const SCHEDULE_TIMEOUT_OPTIONS = 'SCHEDULE_TIMEOUT_OPTIONS'

/** What `SCHEDULER_TYPE` holds. Of several decorators on a method the topmost counts. */
export enum SchedulerType {
  CRON = 1,
  TIMEOUT = 2,
  INTERVAL = 3,
}
