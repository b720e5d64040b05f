export { createScheduler } from './scheduler/create-scheduler.ts'
export { defineTask } from './jobs/define-task.ts'
export { currentRun } from './engine/current-run.ts'
export { memoryStore } from './stores/memory/memory-store.ts'
export { inline } from './executors/inline.ts'
export { processes } from './executors/processes.ts'
export { threads } from './executors/threads.ts'

export { after } from './triggers/after.ts'
export { allOf } from './triggers/all-of.ts'
export { anyOf } from './triggers/any-of.ts'
export { at } from './triggers/at.ts'
export { calendar } from './triggers/calendar.ts'
export { cron } from './triggers/cron.ts'
export { days } from './triggers/days.ts'
export { daysOff } from './triggers/days-off.ts'
export { every } from './triggers/every.ts'
export { except } from './triggers/except.ts'
export { explain } from './triggers/explain.ts'
export { fireTimes } from './triggers/fire-times.ts'
export { fixedDelay } from './triggers/fixed-delay.ts'
export { jitter } from './triggers/jitter.ts'
export { pick } from './triggers/pick.ts'
export { triggerFrom } from './triggers/trigger-from.ts'

export { durationOf } from './time/duration.ts'
export { DoNotRetry } from './errors/do-not-retry.ts'
export { PunctualError } from './errors/punctual-error.ts'
export { RetryAfter } from './errors/retry-after.ts'

export type { ErrorCode } from './errors/error-code.ts'
export type { AnyEvent, EventName, EventOf } from './events/event.ts'
export type { Logger } from './events/logger.ts'
export type { Executor } from './executors/executor-kind.ts'
export type { Json } from './json/json.ts'
export type { Storable } from './json/storable.ts'
export type { FireReason, FireRecord } from './jobs/fire-record.ts'
export type { Job, JobFilter, JobId, JobState, Page, Paging } from './jobs/job.ts'
export type { DeclareOptions, JobOptions, Policies, RetryOptions } from './jobs/policies.ts'
export type { RunError } from './jobs/run-error.ts'
export type { Run, RunCause, RunHandle, RunState, Upstream } from './jobs/run.ts'
export type { InputOf, ModuleRef, OutputOf, ResultOf, Task, TaskOptions } from './jobs/task.ts'
export type {
  AddedJobs,
  CallOptions,
  ContextOf,
  Declared,
  Handler,
  Health,
  JobChanges,
  JobSpec,
  NodeInfo,
  RunContext,
  RunFilter,
  RunOf,
  Scheduler,
  SchedulerOptions,
  StopReport,
} from './scheduler/scheduler.ts'
export type { JobStore } from './store/job-store.ts'
export type { Tx } from './store/tx.ts'
export type { Clock } from './time/clock.ts'
export type { Duration, DurationFields } from './time/duration.ts'
export type { EpochMs, Millis } from './time/epoch.ts'
export type { Time } from './time/time.ts'
export type { CronFields } from './triggers/cron-fields.ts'
export type { DaySet } from './triggers/day-set.ts'
export type {
  Bounds,
  RunTrigger,
  Timeline,
  TimeTrigger,
  Trigger,
  TriggerContext,
} from './triggers/trigger.ts'
