export { fastifySchedule, fastifySchedule as default } from './fastify-schedule.ts'
export type { FastifyScheduleOptions } from './fastify-schedule.ts'
export { AsyncTask } from './async-task.ts'
export {
  CRON_EVERY_30_MINUTES,
  CRON_EVERY_30_SECONDS,
  CRON_EVERY_HOUR,
  CRON_EVERY_MINUTE,
  CRON_EVERY_SECOND,
} from './cron-expressions.ts'
export { CronJob } from './cron-job.ts'
export type { CronSchedule } from './cron-job.ts'
export type { SimpleIntervalSchedule } from './interval-schedule.ts'
export type { JobOptions } from './job-options.ts'
export { JobStatus } from './job-status.ts'
export { Job } from './job.ts'
export { LongIntervalJob } from './long-interval-job.ts'
export { SimpleIntervalJob } from './simple-interval-job.ts'
export { isAsyncTask, isSyncTask } from './task-kinds.ts'
export { Task } from './task.ts'
export { ToadScheduler } from './toad-scheduler.ts'
export type { ToadSchedulerOptions } from './toad-scheduler.ts'
