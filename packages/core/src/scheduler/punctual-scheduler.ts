import type { NodeParts } from '../engine/node-parts.ts'
import type { SchedulerNode } from '../engine/node.ts'
import type { AnyEvent, EventName, EventOf } from '../events/event.ts'
import type { FireRecord } from '../jobs/fire-record.ts'
import type { Job, JobFilter, JobId, Page, Paging } from '../jobs/job.ts'
import type { DeclareOptions } from '../jobs/policies.ts'
import type { Run, RunHandle } from '../jobs/run.ts'
import type { ResultOf, Task, TaskOptions } from '../jobs/task.ts'
import type { Json } from '../json/json.ts'
import type { StoreContract } from '../store/store-contract.ts'
import { followed } from '../time/followed.ts'
import type { Time } from '../time/time.ts'
import type { Trigger } from '../triggers/trigger.ts'
import { addJob } from './add-job.ts'
import { addJobs } from './add-jobs.ts'
import type { OnConflict } from './call-options.ts'
import { listFires, why, type FireRange } from './ask-ledger.ts'
import { cancelRun } from './cancel-run.ts'
import { pauseJobs, removeJobs, resumeJobs, type Many } from './change-many.ts'
import { Declarations } from './declarations.ts'
import { EventStream } from './event-stream.ts'
import { exportJobs } from './export-jobs.ts'
import { getRun, runLogs, type RunLogLine } from './get-run.ts'
import { importJobs } from './import-jobs.ts'
import type { AnyJobSpec } from './job-to-put.ts'
import { Life, type StopOptions } from './life.ts'
import { listen } from './listen.ts'
import { eachJob, getJob, listJobs } from './list-jobs.ts'
import { listNodes } from './list-nodes.ts'
import { listRuns } from './list-runs.ts'
import { pauseJob, type PauseOptions } from './pause-job.ts'
import { removeJob, type RemoveOptions } from './remove-job.ts'
import { resetJob } from './reset-job.ts'
import { resumeJob, type ResumeOptions } from './resume-job.ts'
import { retryRun } from './retry-run.ts'
import { runJob, type RunJobOptions } from './run-job.ts'
import { runTask } from './run-task.ts'
import type {
  AddedJobs,
  CallOptions,
  Declared,
  Handler,
  Health,
  JobChanges,
  NodeInfo,
  RunFilter,
  Scheduler,
  StopReport,
} from './scheduler.ts'
import { StopGate } from './stop-gate.ts'
import { StoreLinks } from './store-links.ts'
import { addTask, handleTask, type GivenCode, type GivenTask } from './task-code.ts'
import type { UntilStoppedOptions } from './until-stopped.ts'
import { updateJob, type UpdateOptions } from './update-job.ts'
import type { VerbParts } from './verb-parts.ts'

type List<T> = Iterable<T> | AsyncIterable<T>

/** The public face of a scheduler: its verbs, each of them delegated to the file that is named after it. */
export class PunctualScheduler implements Scheduler {
  readonly #node: SchedulerNode
  readonly #parts: VerbParts
  readonly #declarations: Declarations
  readonly #life: Life

  constructor(node: SchedulerNode, parts: NodeParts, stores: readonly StoreContract[]) {
    this.#node = node
    const verbs = { node: parts, links: new StoreLinks(node.links), gate: new StopGate() }
    this.#parts = verbs
    this.#declarations = new Declarations(verbs)
    this.#life = new Life({ node, verbs, declarations: this.#declarations, stores })
  }

  task(name: string, code: GivenCode, options?: TaskOptions & { input?: unknown }): GivenTask {
    return addTask(this.#parts, name, code, options)
  }

  handle<T extends Task>(task: T, code: GivenCode): T {
    const executors = this.#declarations.executorsOf(task?.name)
    handleTask(this.#parts, { task, code, executors })
    return task
  }

  schedule(
    id: string,
    trigger: Trigger,
    code: Task | Handler<undefined, unknown>,
    options: DeclareOptions & { input?: unknown } = {},
  ): Declared {
    return this.#declarations.add({ id, trigger, code, options })
  }

  addJob(job: AnyJobSpec, options?: CallOptions): Promise<Job> {
    return this.#do((parts) => addJob(parts, job, options))
  }

  addJobs(jobs: List<AnyJobSpec>, options?: CallOptions): Promise<AddedJobs> {
    return this.#do((parts) => addJobs(parts, jobs, options))
  }

  runTask<T extends Task>(task: T, ...rest: readonly unknown[]): Promise<RunHandle<ResultOf<T>>> {
    return this.#do((parts) => runTask(parts, task, rest))
  }

  updateJob(job: JobId, change: JobChanges, options?: UpdateOptions): Promise<Job> {
    return this.#do((parts) => updateJob(parts, job, change, options))
  }

  resetJob(job: JobId): Promise<Job> {
    return this.#do((parts) => resetJob(parts, job))
  }

  pauseJob(job: JobId, options?: PauseOptions): Promise<Job> {
    return this.#do((parts) => pauseJob(parts, job, options))
  }

  resumeJob(job: JobId, options?: ResumeOptions): Promise<Job> {
    return this.#do((parts) => resumeJob(parts, job, options))
  }

  removeJob(job: JobId, options?: RemoveOptions): Promise<boolean> {
    return this.#do((parts) => removeJob(parts, job, options))
  }

  pauseJobs(filter: Many): Promise<number> {
    return this.#do((parts) => pauseJobs(parts, filter))
  }

  resumeJobs(filter: Many): Promise<number> {
    return this.#do((parts) => resumeJobs(parts, filter))
  }

  removeJobs(filter: Many): Promise<number> {
    return this.#do((parts) => removeJobs(parts, filter))
  }

  getJob(job: JobId): Promise<Job | null> {
    return this.#do((parts) => getJob(parts, job))
  }

  listJobs(filter?: JobFilter & Paging): Promise<Page<Job>> {
    return this.#do((parts) => listJobs(parts, filter))
  }

  eachJob(filter?: JobFilter): AsyncIterable<Job> {
    return eachJob(this.#parts, filter)
  }

  runJob(job: JobId, options?: RunJobOptions): Promise<RunHandle> {
    return this.#do((parts) => runJob(parts, job, options))
  }

  retryRun(runId: string): Promise<RunHandle> {
    return this.#do((parts) => retryRun(parts, runId))
  }

  cancelRun(runId: string, options?: { reason?: string }): Promise<boolean> {
    return this.#do((parts) => cancelRun(parts, runId, options))
  }

  getRun(runId: string): Promise<Run | null> {
    return this.#do((parts) => getRun(parts, runId))
  }

  listRuns(filter?: RunFilter): Promise<Page<Run>> {
    return this.#do((parts) => listRuns(parts, filter))
  }

  runLogs(runId: string, options?: Paging): Promise<Page<RunLogLine>> {
    return this.#do((parts) => runLogs(parts, runId, options))
  }

  nodes(): Promise<readonly NodeInfo[]> {
    return this.#do(listNodes)
  }

  /** Answers also once the scheduler has stopped. */
  health(): Promise<Health> {
    return Promise.resolve(this.#node.health())
  }

  why(job: JobId, at: Time): Promise<FireRecord> {
    return this.#do((parts) => why(parts, job, at))
  }

  listFires(job: JobId, range?: FireRange): Promise<Page<FireRecord>> {
    return this.#do((parts) => listFires(parts, job, range))
  }

  exportJobs(filter?: JobFilter): AsyncIterable<Json> {
    return exportJobs(this.#parts, filter)
  }

  importJobs(lines: List<Json>, options?: { onConflict?: OnConflict }): Promise<AddedJobs> {
    return this.#do((parts) => importJobs(parts, lines, options))
  }

  start(): Promise<void> {
    return this.#follow(this.#life.start())
  }

  runUntilStopped(options?: UntilStoppedOptions): Promise<void> {
    return this.#life.runUntilStopped(options)
  }

  async pause(): Promise<void> {
    this.#node.pause()
  }

  async resume(): Promise<void> {
    this.#node.resume()
  }

  stop(options?: StopOptions): Promise<StopReport> {
    return this.#follow(this.#life.stop(options))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  get state(): Scheduler['state'] {
    return this.#node.state
  }

  on<N extends EventName>(event: N, listener: (event: EventOf<N>) => void): () => void {
    return listen(this.#parts, event, listener)
  }

  off<N extends EventName>(event: N, listener: (event: EventOf<N>) => void): void {
    this.#parts.node.emitter.off(event, listener)
  }

  events(options: { signal?: AbortSignal } = {}): AsyncIterable<AnyEvent> {
    this.#parts.gate.check()
    return new EventStream(this.#parts, options)
  }

  #do<T>(verb: (parts: VerbParts) => Promise<T>): Promise<T> {
    const { gate } = this.#parts
    return gate.closed ? Promise.reject(gate.refusal()) : this.#follow(verb(this.#parts))
  }

  #follow<T>(work: Promise<T>): Promise<T> {
    return followed(this.#parts.node.settings.clock, work)
  }
}
