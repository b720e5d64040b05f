import { PunctualError } from '../../errors/punctual-error.ts'
import type { Logger } from '../../events/logger.ts'
import { progressOf } from '../../jobs/progress.ts'
import type { RunContext, Scheduler } from '../../scheduler/scheduler.ts'
import type { SentRun } from '../messages.ts'
import { PacedProgress } from './paced-progress.ts'
import type { WorkerHome } from './worker-home.ts'
import { WorkerLog } from './worker-log.ts'

/** What a handler is given in a worker: the same as elsewhere, but for what lives in the scheduler's process. */
export class WorkerRun implements RunContext<unknown> {
  /** Number of the run in this worker. */
  readonly id: number
  readonly input: unknown
  readonly jobId: string
  readonly runId: string
  readonly task: string
  readonly fireTime: number
  readonly cause: 'fire' | 'manual' | 'after'
  readonly attempt: number
  readonly missed: number
  readonly upstream: RunContext<unknown>['upstream']
  readonly log: Logger
  readonly #progress: PacedProgress
  /** Made when it is asked for, as most code never does. */
  #controller: AbortController | null = null
  #aborted: { readonly reason: unknown } | null = null

  constructor(id: number, sent: SentRun, home: WorkerHome) {
    this.id = id
    this.input = sent.input
    this.jobId = sent.jobId
    this.runId = sent.runId
    this.task = sent.task
    this.fireTime = sent.fireTime
    this.cause = sent.cause
    this.attempt = sent.attempt
    this.missed = sent.missed
    this.upstream = Object.freeze(sent.upstream)
    this.log = new WorkerLog(id, home)
    this.#progress = new PacedProgress((progress) =>
      home.post({ kind: 'progress', id, ...progress }),
    )
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      if (this.#aborted !== null) this.#controller.abort(this.#aborted.reason)
    }
    return this.#controller.signal
  }

  get scheduler(): Scheduler {
    throw notHere(
      'run.scheduler',
      'return what is to be scheduled, and add it in a job that runs inline',
    )
  }

  progress(value: number | { done: number; total: number }, message?: string): void {
    this.#progress.say(progressOf(value, message))
  }

  complete(): Promise<void> {
    return Promise.reject(notHere('run.complete()', 'complete the run in a job that runs inline'))
  }

  abort(reason: unknown): void {
    this.#aborted ??= { reason }
    this.#controller?.abort(reason)
  }

  /** Throws the reason when it was aborted. */
  throwIfAborted(): void {
    if (this.#aborted !== null) throw this.#aborted.reason
  }

  /** The code has ended: what it said last goes out before its end does. */
  close(): void {
    this.#progress.close()
  }
}

function notHere(what: string, instead: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_NOT_IN_WORKER',
    `${what} does not exist in a thread or process of jobs: ${instead}`,
    { details: { what } },
  )
}
