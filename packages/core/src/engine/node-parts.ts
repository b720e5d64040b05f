import type { Emitter } from '../events/emitter.ts'
import type { ExecutorContract } from '../executors/executor.ts'
import type { RunContext, Scheduler } from '../scheduler/scheduler.ts'
import type { Announcer } from './announcer.ts'
import type { RunWaiters } from './run-waiters.ts'
import type { RunningRuns } from './running-runs.ts'
import type { Settings } from './settings.ts'
import type { Slots } from './slots.ts'
import type { TaskRegistry } from './task-registry.ts'
import type { Timelines } from './timelines.ts'

/** What all parts of one scheduler share; made once, by `createScheduler`. */
export interface NodeParts {
  readonly settings: Settings
  readonly registry: TaskRegistry
  readonly executors: ReadonlyMap<string, ExecutorContract>
  readonly slots: Slots
  readonly timelines: Timelines
  readonly emitter: Emitter
  readonly announcer: Announcer
  readonly running: RunningRuns
  readonly waiters: RunWaiters
  readonly withRun: (<T>(run: RunContext<unknown>, next: () => T) => T) | null
  /** The public face, for handlers. */
  scheduler(): Scheduler
}
