import type { TimeTrigger } from '@punctual/core'
import type { AsyncTask } from './async-task.ts'
import type { EngineJob } from './engine-job.ts'
import { JobEngine } from './job-engine.ts'
import type { JobOptions } from './job-options.ts'
import { JobStatus } from './job-status.ts'
import { Job } from './job.ts'
import { isAsyncTask } from './task-kinds.ts'
import type { Task } from './task.ts'

/** What a kind of job decides for itself. */
export interface JobKind {
  readonly preventOverrun: boolean
  readonly runImmediately: boolean
}

let lone: JobEngine | undefined

/** A job that is started: it tells its engine when it falls due, and is asked to execute. */
export abstract class ScheduledJob extends Job implements EngineJob {
  readonly task: Task | AsyncTask
  readonly preventOverrun: boolean
  readonly #runImmediately: boolean
  #unref: boolean | undefined
  #engine: JobEngine | null = null

  protected constructor(task: Task | AsyncTask, options: JobOptions, kind: JobKind) {
    super(options.id)
    this.task = task
    this.preventOverrun = options.preventOverrun ?? kind.preventOverrun
    this.#runImmediately = kind.runImmediately
    this.#unref = options.unref
  }

  /** When it is due, counted from the instant of its start. Refuses what cannot be read, at the start of the job. */
  protected abstract triggerFrom(startedAt: number): TimeTrigger

  get unref(): boolean {
    return this.#unref ?? false
  }

  getStatus(): JobStatus {
    return this.#engine?.isStarted(this) === true ? JobStatus.RUNNING : JobStatus.STOPPED
  }

  /**
   * Starts the job, or starts it anew. It is started before `runImmediately` executes the task, so a task that stops its
   * own job does stop it.
   */
  start(): void {
    this.#engine ??= lone ??= new JobEngine({})
    const engine = this.#engine
    const startedAt = engine.now()
    engine.start(this, { startedAt, trigger: this.triggerFrom(startedAt) })
    if (this.#runImmediately) engine.executeNow(this, () => this.task.execute(this.id))
  }

  /** Begins no further execution; one that goes on is left to end. */
  stop(): void {
    this.#engine?.stop(this)
  }

  override applyUnrefDefault(unref: boolean): void {
    this.#unref ??= unref
    this.#engine?.unrefChanged(this)
  }

  /** Executes the task now, beside the schedule; undefined where its own execution is in the way. */
  protected executeNow(): Promise<unknown> | undefined {
    const { task } = this
    if (task.isExecuting && this.preventOverrun) return undefined
    let ended: Promise<unknown> | undefined
    const execute = (): void => {
      if (isAsyncTask(task)) ended = task.executeAsync(this.id)
      else task.execute(this.id)
    }
    if (this.#engine === null) execute()
    else this.#engine.executeNow(this, execute)
    return ended
  }

  /** From now on it runs here; whoever ran it before lets it go. */
  runOn(engine: JobEngine): void {
    if (this.#engine !== null && this.#engine !== engine) this.#engine.forget(this)
    this.#engine = engine
  }
}
