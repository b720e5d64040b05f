import type { Logger } from '../events/logger.ts'
import type { Executor } from '../executors/executor-kind.ts'
import type { Policies } from '../jobs/policies.ts'
import type { Json } from '../json/json.ts'
import type { JobStore } from '../store/job-store.ts'
import type { Clock } from '../time/clock.ts'
import type { Duration } from '../time/duration.ts'
import type { DaySet } from '../triggers/day-set.ts'
import type { TimeTrigger } from '../triggers/trigger.ts'

/** What a scheduler may be given, but for `withRun`; everything has a default. */
export interface BaseOptions {
  /** The application whose declared jobs these are; without a name no job ever becomes `undeclared`. */
  app?: { name: string; version?: string }
  /** One store, or several by alias; `default` is used where a job names none. Default: memory. */
  store?: JobStore | Readonly<Record<string, JobStore>>
  /** Executors by alias. Default: `{ default: inline() }`. */
  executors?: Readonly<Record<string, Executor>>
  /** Policies for every job whose task and options name none. */
  defaults?: Policies
  /** Sets of days that triggers name by `{ calendar }`. */
  calendars?: Readonly<Record<string, DaySet>>
  /** IANA name for triggers that name none. Default: that of the machine. */
  timezone?: string
  /** `all` publishes and runs, `schedule` only publishes, `work` only runs, `off` is a client. Default `all`. */
  role?: 'all' | 'schedule' | 'work' | 'off'
  logger?: Logger
  clock?: Clock
  /** How long `stop` waits for running jobs before it aborts them. Default 30 s. */
  drain?: Duration
  /** How long an aborted run may go on before it is left behind or killed. Default 5 s. */
  killAfter?: Duration
  cluster?: {
    heartbeat?: 'loop' | 'thread'
    /** Default 3 s. */
    beat?: Duration
    /** Silence after which others take a node's runs. Default 30 s. */
    lease?: Duration
    /** Default 5 min. */
    maxStall?: Duration
  }
  /** Revivers of custom trigger kinds. */
  triggers?: Readonly<Record<string, (json: Json) => TimeTrigger>>
}
