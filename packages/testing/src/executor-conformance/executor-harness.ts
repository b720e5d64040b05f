import type { Executor } from '@punctual/core'

/** What not every executor can do. */
export interface ExecutorCapabilities {
  /** Code runs outside of the event loop of the scheduler, and can be ended from there. */
  readonly isolated: boolean
  /** Code runs in a process of its own, which can be killed alone. */
  readonly processes: boolean
  /** A run that needs too much memory takes only its worker along. */
  readonly limitsMemory: boolean
}

/** What the cases ask an executor for. */
export interface ExecutorPlan {
  /** Attempts at once. */
  readonly size: number
  /** Asked for only where code runs isolated: runs after which a worker is replaced. */
  readonly maxRunsPerWorker?: number
  /** Asked for only where memory is limited: the old generation of a worker. */
  readonly megabytes?: number
}

/** An executor, as the cases see it. */
export interface ExecutorHarness {
  readonly capabilities: ExecutorCapabilities
  /** Milliseconds after which what has not come counts as never coming. Default 20 s. */
  readonly patience?: number
  /** What the modules of the cases import `currentRun` and `DoNotRetry` from. Default `'@punctual/core'`. */
  readonly core?: string
  open(plan: ExecutorPlan): Executor
}
