import { PunctualError } from '../errors/punctual-error.ts'
import type { ExecutorContract } from '../executors/executor.ts'
import type { Upstream } from '../jobs/run.ts'
import { parseJson } from '../json/json-text.ts'
import type { UpstreamRef } from '../store/rows.ts'
import type { Assignment } from './assignment.ts'
import { insideRun } from './current-run.ts'
import { validInput } from './job-columns.ts'
import type { NodeParts } from './node-parts.ts'
import { AttemptContext, type Progress } from './run-context.ts'
import type { RunningRun } from './running-runs.ts'
import { settle, type Abort, type AttemptEnd, type Settled } from './settle.ts'
import type { KnownTask } from './task-registry.ts'

/** What an attempt is made of. */
export interface AttemptParts {
  readonly assignment: Assignment
  readonly store: string
  readonly task: KnownTask
  readonly executor: ExecutorContract
  readonly node: NodeParts
  upstream(refs: readonly UpstreamRef[]): Promise<readonly Upstream[]>
}

/** One execution of a run on this node: from the stored input to the outcome. */
export class Attempt implements RunningRun {
  readonly #parts: AttemptParts
  #controller: AbortController | null = null
  #abort: Abort | null = null
  #progress: Progress | null = null

  constructor(parts: AttemptParts) {
    this.#parts = parts
  }

  get assignment(): Assignment {
    return this.#parts.assignment
  }

  get store(): string {
    return this.#parts.store
  }

  get progress(): Progress | null {
    return this.#progress
  }

  /** Why it was asked to stop; null when it was not. */
  get aborted(): Abort | null {
    return this.#abort
  }

  /** Asks the handler to stop; the first reason stands. */
  abort(abort: Abort): void {
    if (this.#abort !== null) return
    this.#abort = abort
    this.#controller?.abort(abortError(abort))
  }

  kill(): void {
    this.#parts.executor.kill?.(this.assignment.runId)
  }

  /** Executes and settles; never rejects. */
  async execute(): Promise<Settled> {
    const { assignment, task, node } = this.#parts
    if (assignment.cancel !== null) this.abort({ why: 'cancel', reason: assignment.cancel })
    const disarm = this.#armTimeout()
    const end = await this.#end()
    disarm()
    return settle(end, {
      attempt: assignment.attempt,
      policies: assignment.policies,
      retryIf: task.definition.options.retryIf ?? null,
      abort: this.#abort,
      random: 'threw' in end || this.#abort !== null ? node.settings.entropy.random() : 0,
    })
  }

  /** The handler begins in the turn in which its run is begun, unless something has to be waited for first. */
  async #end(): Promise<AttemptEnd> {
    try {
      let input = this.#input()
      if (input instanceof Promise) input = await input
      const { upstream: refs } = this.assignment
      const upstream = refs === null ? [] : await this.#parts.upstream(refs)
      if (this.#abort !== null) throw abortError(this.#abort)
      return { returned: await this.#run(input, upstream) }
    } catch (thrown) {
      return { threw: thrown }
    }
  }

  /** The input as the handler gets it: read, upgraded, through the schema. Asynchronous only where it has to be. */
  #input(): unknown {
    const { assignment, task } = this.#parts
    const { version, options, schema } = task.definition
    let input: unknown = assignment.input === null ? undefined : decoded(assignment)
    if (assignment.taskVersion < version && options.upgrade !== undefined) {
      input = options.upgrade(input, assignment.taskVersion)
    }
    return schema === null ? input : validInput(task, input)
  }

  #run(input: unknown, upstream: readonly Upstream[]): unknown {
    const { node, task, executor, assignment } = this.#parts
    const run = new AttemptContext({
      assignment,
      input,
      upstream,
      scheduler: node.scheduler(),
      logger: node.settings.logger,
      signal: () => this.#signal(),
      progressed: (progress) => this.#progressed(progress),
    })
    const code = task.code
    if (code === null) throw noCode(assignment.task)
    const next = (): Promise<unknown> => executor.execute({ run, code })
    return insideRun(run, () => (node.withRun === null ? next() : node.withRun(run, next)))
  }

  #signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      if (this.#abort !== null) this.#controller.abort(abortError(this.#abort))
    }
    return this.#controller.signal
  }

  #progressed(progress: Progress): void {
    const { runId, jobId } = this.assignment
    this.#progress = progress
    this.#parts.node.announcer.progress(runId, jobId, progress.fraction, progress.message)
  }

  /** After the time limit the signal aborts; after `killAfter` more the executor ends the attempt, or it is reported. */
  #armTimeout(): () => void {
    const { timeout } = this.assignment.policies
    const { clock, killAfter } = this.#parts.node.settings
    if (timeout === null) return () => {}
    let cancel = clock.setTimer(timeout, () => {
      this.abort({ why: 'timeout', after: timeout })
      cancel = clock.setTimer(killAfter, () => this.#overdue())
    })
    return () => cancel()
  }

  #overdue(): void {
    const { runId, jobId } = this.assignment
    this.kill()
    this.#parts.node.settings.logger.warn(
      { runId, jobId },
      'the run goes on after its time limit: its handler does not listen to run.signal, and it keeps its slot until it ends',
    )
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

function abortError(abort: Abort): PunctualError {
  if (abort.why === 'timeout') {
    return new PunctualError('PUNCTUAL_RUN_TIMEOUT', `the time limit of ${abort.after} ms is over`)
  }
  if (abort.why === 'cancel') {
    return new PunctualError('PUNCTUAL_RUN_CANCELLED', `the run was cancelled: ${abort.reason}`)
  }
  if (abort.why === 'fenced') {
    return new PunctualError(
      'PUNCTUAL_FENCED',
      'this node lost its session: the run is not its own any more',
    )
  }
  return new PunctualError('PUNCTUAL_RUN_ABORTED', 'the scheduler stops and its drain is over')
}
