import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { AnyEvent, EventName, EventOf } from '../events/event.ts'
import type { Logger } from '../events/logger.ts'
import type { FireRecord } from '../jobs/fire-record.ts'
import type { Job, JobFilter, JobId, Page, Paging } from '../jobs/job.ts'
import type { DeclareOptions, JobOptions, Policies } from '../jobs/policies.ts'
import type { Run, RunHandle, RunState, Upstream } from '../jobs/run.ts'
import type {
  Given,
  InputArgs,
  InputFor,
  ModuleRef,
  OutputOf,
  ResultOf,
  SchemaOptions,
  Task,
  TaskOptions,
} from '../jobs/task.ts'
import type { Json } from '../json/json.ts'
import type { Check } from '../json/storable.ts'
import type { Tx } from '../store/tx.ts'
import type { Duration } from '../time/duration.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Time } from '../time/time.ts'
import type { Trigger } from '../triggers/trigger.ts'
import type { BaseOptions } from './scheduler-options.ts'

/** What a handler is given: the run it is part of. */
export interface RunContext<I = undefined> {
  readonly input: I
  readonly jobId: string
  /** Stable over retries and recoveries: the idempotency key of the run. */
  readonly runId: string
  readonly task: string
  /** The instant the run is for; of manual and `after` runs the instant they were enqueued. */
  readonly fireTime: EpochMs
  readonly cause: 'fire' | 'manual' | 'after'
  /** 1 at first, one more with each retry. */
  readonly attempt: number
  /** Earlier due instants that this run stands for; counted up to 1,000. */
  readonly missed: number
  /** The runs this one follows. */
  readonly upstream: readonly Upstream[]
  /** Aborts on timeout, cancel, a lost lease, and when the scheduler's drain is over. */
  readonly signal: AbortSignal
  readonly log: Logger
  readonly scheduler: Scheduler
  progress(value: number | { done: number; total: number }, message?: string): void
  /**
   * Lets the run succeed with your open transaction: what you wrote in it and the success are kept together, or neither is.
   * Refuses with `PUNCTUAL_FENCED` when the run is another node's by now, and with `PUNCTUAL_TX_UNSUPPORTED` where the
   * store has no transactions.
   */
  complete(tx: Tx, result?: Json): Promise<void>
}

export type Handler<I, R> = (run: RunContext<I>) => R
export type RunOf<T extends Task> = Run<ResultOf<T>>
export type ContextOf<T extends Task> = RunContext<OutputOf<T>>

/** A job that code declares. */
export interface Declared {
  readonly id: string
  readonly store: string
  /** Resolves with the stored job once the scheduler started; rejects when the store refused it. */
  ready(): Promise<Job>
}

/** A job to add. */
export type JobSpec<T extends Task | string> = JobOptions & {
  id?: string
  task: T
  trigger?: Trigger
} & (T extends Task ? InputFor<T> : { input?: Json })

export interface CallOptions {
  tx?: Tx
  /** What happens when the id is taken. Default `'fail'`. */
  onConflict?: 'fail' | 'replace' | 'keep'
}

/** A change of a job; null = inherit again. */
export type JobChanges = { [K in keyof Policies]?: Policies[K] | null } & {
  trigger?: Trigger
  input?: Json
}

export interface RunFilter extends Paging {
  job?: JobId
  task?: string
  tag?: string
  state?: RunState | readonly RunState[]
  from?: Time
  until?: Time
}

export interface AddedJobs {
  added: number
  kept: number
  replaced: number
}

export interface NodeInfo {
  readonly name: string
  readonly role: string
  readonly beatAgeMs: number
  readonly version: string | null
}

export interface Health {
  readonly live: boolean
  readonly ready: boolean
  readonly reasons: readonly string[]
}

export interface StopReport {
  finished: number
  aborted: number
  released: number
}

export interface SchedulerOptions extends BaseOptions {
  /** Wraps every run, for tracing and request context; must call `next` and return what it returns. */
  withRun?<T>(run: RunContext<unknown>, next: () => T): T
}

/** One node: it holds tasks and declared jobs, publishes what is due and runs it. */
export interface Scheduler extends AsyncDisposable {
  task<I = undefined, R = unknown>(
    name: string,
    handler: Handler<I, R> & Check<NoInfer<I>>,
    options?: TaskOptions & { input?: undefined },
  ): Task<I, I, Awaited<R>>
  task<S extends StandardSchemaV1, R>(
    name: string,
    handler: Handler<StandardSchemaV1.InferOutput<S>, R>,
    options: SchemaOptions<S>,
  ): Task<StandardSchemaV1.InferInput<S>, StandardSchemaV1.InferOutput<S>, Awaited<R>>
  handle<T extends Task>(
    task: T,
    handler: Handler<OutputOf<T>, ResultOf<T> | Promise<ResultOf<T>>> | ModuleRef,
  ): T

  schedule(
    id: string,
    trigger: Trigger,
    handler: Handler<undefined, unknown>,
    options?: DeclareOptions,
  ): Declared
  schedule<T extends Task>(
    id: string,
    trigger: Trigger,
    task: T,
    ...options: Given<T, DeclareOptions>
  ): Declared

  addJob<T extends Task | string>(job: JobSpec<T>, options?: CallOptions): Promise<Job>
  addJobs<T extends Task | string>(
    jobs: Iterable<JobSpec<T>> | AsyncIterable<JobSpec<T>>,
    options?: CallOptions,
  ): Promise<AddedJobs>
  runTask<T extends Task>(
    task: T,
    ...rest: InputArgs<T, Policies & CallOptions & { id?: string }>
  ): Promise<RunHandle<ResultOf<T>>>
  updateJob(
    job: JobId,
    change: JobChanges,
    options?: { ifRevision?: number; by?: string; tx?: Tx },
  ): Promise<Job>
  resetJob(job: JobId): Promise<Job>
  pauseJob(job: JobId, options?: { reason?: string; by?: string }): Promise<Job>
  resumeJob(job: JobId, options?: { catchUp?: boolean }): Promise<Job>
  removeJob(job: JobId, options?: { tx?: Tx; cancelRuns?: boolean }): Promise<boolean>
  pauseJobs(filter: JobFilter | { all: true }): Promise<number>
  resumeJobs(filter: JobFilter | { all: true }): Promise<number>
  removeJobs(filter: JobFilter | { all: true }): Promise<number>
  getJob(job: JobId): Promise<Job | null>
  listJobs(filter?: JobFilter & Paging): Promise<Page<Job>>
  eachJob(filter?: JobFilter): AsyncIterable<Job>

  runJob(job: JobId, options?: { input?: Json; key?: string }): Promise<RunHandle>
  retryRun(runId: string): Promise<RunHandle>
  cancelRun(runId: string, options?: { reason?: string }): Promise<boolean>
  getRun(runId: string): Promise<Run | null>
  listRuns(filter?: RunFilter): Promise<Page<Run>>
  runLogs(
    runId: string,
    options?: Paging,
  ): Promise<Page<{ readonly at: EpochMs; readonly level: string; readonly message: string }>>
  nodes(): Promise<readonly NodeInfo[]>
  health(): Promise<Health>
  why(job: JobId, at: Time): Promise<FireRecord>
  listFires(job: JobId, range?: { from?: Time; until?: Time } & Paging): Promise<Page<FireRecord>>

  exportJobs(filter?: JobFilter): AsyncIterable<Json>
  importJobs(
    lines: Iterable<Json> | AsyncIterable<Json>,
    options?: { onConflict?: 'fail' | 'replace' | 'keep' },
  ): Promise<AddedJobs>

  start(): Promise<void>
  runUntilStopped(options?: { signal?: AbortSignal; signals?: readonly string[] }): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  stop(options?: { drain?: Duration; killAfter?: Duration }): Promise<StopReport>
  readonly state: 'idle' | 'starting' | 'running' | 'paused' | 'stopping' | 'stopped'
  on<N extends EventName>(event: N, listener: (event: EventOf<N>) => void): () => void
  off<N extends EventName>(event: N, listener: (event: EventOf<N>) => void): void
  events(options?: { signal?: AbortSignal }): AsyncIterable<AnyEvent>
}
