import { PunctualError } from '../errors/punctual-error.ts'
import type { Logger } from '../events/logger.ts'
import type { ExecutorContract } from '../executors/executor.ts'
import type { Progress } from '../jobs/progress.ts'
import type { Upstream } from '../jobs/run.ts'
import { parseJson } from '../json/json-text.ts'
import type { RunContext, Scheduler } from '../scheduler/scheduler.ts'
import type { Millis } from '../time/epoch.ts'
import { abortError } from './abort-error.ts'
import type { Assignment } from './assignment.ts'
import { insideRun } from './current-run.ts'
import { validInput } from './job-columns.ts'
import type { NodeParts } from './node-parts.ts'
import { AttemptContext, type ContextParts } from './run-context.ts'
import type { RunningRun } from './running-runs.ts'
import { settle, type Abort, type AttemptEnd, type Settled } from './settle.ts'
import type { KnownTask } from './task-registry.ts'
import type { UpstreamReader } from './upstream-reader.ts'

/** Where attempts of one store are executed; shared by all of them. */
export interface AttemptHome {
  readonly store: string
  readonly node: NodeParts
  readonly upstream: UpstreamReader
}

/** What an attempt is made of. */
export interface AttemptParts {
  readonly assignment: Assignment
  readonly task: KnownTask
  readonly executor: ExecutorContract
  readonly complete: ContextParts['complete']
}

const NONE: readonly Upstream[] = Object.freeze([])

/** One execution of a run on this node: from the stored input to the outcome. */
export class Attempt implements RunningRun, ContextParts {
  readonly assignment: Assignment
  readonly #home: AttemptHome
  readonly #task: KnownTask
  readonly #executor: ExecutorContract
  readonly complete: ContextParts['complete']
  #input: unknown = undefined
  #upstream: readonly Upstream[] = NONE
  #controller: AbortController | null = null
  #abort: Abort | null = null
  #progress: Progress | null = null
  #run: RunContext<unknown> | null = null
  readonly #timers: (() => void)[] = []

  constructor(home: AttemptHome, { assignment, task, executor, complete }: AttemptParts) {
    this.assignment = assignment
    this.#home = home
    this.#task = task
    this.#executor = executor
    this.complete = complete
  }

  get store(): string {
    return this.#home.store
  }

  get input(): unknown {
    return this.#input
  }

  get upstream(): readonly Upstream[] {
    return this.#upstream
  }

  get scheduler(): Scheduler {
    return this.#home.node.scheduler()
  }

  get logger(): Logger {
    return this.#home.node.settings.logger
  }

  get progress(): Progress | null {
    return this.#progress
  }

  /** Why it was asked to stop; null when it was not. */
  get aborted(): Abort | null {
    return this.#abort
  }

  /** Asks the handler to stop; the first reason stands. The end of a drain has a `killAfter` of its own. */
  abort(abort: Abort): void {
    if (this.#abort !== null) return
    this.#abort = abort
    this.#controller?.abort(abortError(abort))
    const killable = this.#executor.kill !== undefined && abort.why !== 'stop'
    if (killable || abort.why === 'timeout') this.#armKill()
  }

  kill(): void {
    if (this.#run !== null) this.#executor.kill?.(this.#run)
  }

  /** Calls the handler, in this very turn unless something has to be waited for first. Throws or rejects as it does. */
  call(): unknown {
    const { cancel, upstream } = this.assignment
    if (cancel !== null) this.abort({ why: 'cancel', reason: cancel })
    this.#armTimeout()
    const input = this.#readInput()
    if (upstream !== null || input instanceof Promise) return this.#callLater(input, upstream)
    this.#input = input
    return this.#call()
  }

  /** What is stored of the attempt; it has ended. */
  settle(end: AttemptEnd): Settled {
    for (const disarm of this.#timers) disarm()
    const { attempt, policies } = this.assignment
    const failed = 'threw' in end || this.#abort !== null
    return settle(end, {
      attempt,
      policies,
      retryIf: this.#task.definition.options.retryIf ?? null,
      abort: this.#abort,
      random: failed ? this.#home.node.settings.entropy.random() : 0,
    })
  }

  signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      if (this.#abort !== null) this.#controller.abort(abortError(this.#abort))
    }
    return this.#controller.signal
  }

  progressed(progress: Progress): void {
    const { runId, jobId } = this.assignment
    this.#progress = progress
    this.#home.node.announcer.progress(runId, jobId, progress.fraction, progress.message)
  }

  async #callLater(input: unknown, refs: Assignment['upstream']): Promise<unknown> {
    this.#input = await input
    if (refs !== null) {
      const wanted = (): boolean => this.#abort === null
      this.#upstream = await this.#home.upstream.read(refs, wanted)
    }
    return this.#call()
  }

  #call(): unknown {
    if (this.#abort !== null) throw abortError(this.#abort)
    const { code } = this.#task
    if (code === null) throw noCode(this.assignment.task)
    const { withRun } = this.#home.node
    const run = new AttemptContext(this)
    this.#run = run
    const next = (): Promise<unknown> => this.#executor.execute({ run, code })
    return insideRun(run, withRun === null ? next : () => withRun(run, next))
  }

  /** The input as the handler gets it: read, upgraded, through the schema. Asynchronous only where it has to be. */
  #readInput(): unknown {
    const { assignment } = this
    const { version, options, schema } = this.#task.definition
    let input: unknown = assignment.input === null ? undefined : decoded(assignment)
    if (assignment.taskVersion < version && options.upgrade !== undefined) {
      input = options.upgrade(input, assignment.taskVersion)
    }
    return schema === null ? input : validInput(this.#task, input)
  }

  #armTimeout(): void {
    const { timeout } = this.assignment.policies
    if (timeout === null) return
    this.#arm(timeout, () => this.abort({ why: 'timeout', after: timeout }))
  }

  /** After `killAfter` the executor ends an attempt that goes on, or it is reported where none can. */
  #armKill(): void {
    this.#arm(this.#home.node.settings.killAfter, () => this.#overdue())
  }

  #arm(delay: Millis, ring: () => void): void {
    this.#timers.push(this.#home.node.settings.clock.setTimer(delay, ring))
  }

  #overdue(): void {
    const { runId, jobId } = this.assignment
    const says =
      this.#executor.kill === undefined
        ? 'the run goes on after its time limit: its handler does not listen to run.signal, and it keeps its slot until it ends'
        : 'the run went on after its signal: its worker is ended'
    this.#home.node.settings.logger.warn({ runId, jobId }, says)
    this.kill()
  }
}

function decoded(assignment: Assignment): unknown {
  try {
    return parseJson(assignment.input)
  } catch (cause) {
    throw new PunctualError(
      'PUNCTUAL_UNDECODABLE',
      `the stored input of job "${assignment.jobId}" is not JSON: correct it with updateJob({ input })`,
      { cause },
    )
  }
}

function noCode(task: string): PunctualError {
  return new PunctualError('PUNCTUAL_UNKNOWN_TASK', `task "${task}" has no handler on this node`)
}
