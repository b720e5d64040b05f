export { featureJob } from './feature-jobs.ts'
export { OnJobEvent } from './on-job-event.ts'
export { OnTask } from './on-task.ts'
export { PunctualModule } from './punctual-module.ts'
export { Scheduled } from './scheduled.ts'
export { InjectScheduler, SCHEDULER } from './scheduler-token.ts'
export type { FeatureJob } from './feature-jobs.ts'
export type { MethodMark } from './method-marks.ts'
export type {
  GivenSchedulerOptions,
  HostOptions,
  Mounts,
  NewSchedulerOptions,
  PunctualAsyncOptions,
  PunctualOptions,
  PunctualOptionsFactory,
} from './punctual-options.ts'
export type { ScheduledOptions, TriggerFrom } from './scheduled.ts'
