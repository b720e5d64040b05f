import type { RunContext } from '../../scheduler/scheduler.ts'
import { parseJson } from '../../json/json-text.ts'
import type { FromWorker, SentRun } from '../messages.ts'
import { revivedError, sentError } from '../sent-error.ts'
import type { PooledCall } from './pooled-call.ts'
import { notCloneable, uncaught, workerEnded } from './worker-errors.ts'
import type { OpenLine, WorkerEnd, WorkerLine } from './worker-line.ts'

export interface WorkerHooks {
  freed(worker: PoolWorker): void
  spoiled(worker: PoolWorker): void
  ended(worker: PoolWorker, unbegun: PooledCall | null): void
}

/** One worker of a pool, from its start to its end, with at most one attempt. */
export class PoolWorker {
  readonly ended: Promise<void>
  readonly #hooks: WorkerHooks
  readonly #line: WorkerLine
  #end: () => void = () => {}
  #call: PooledCall | null = null
  /** Attempts that it was given; the number of the present one. */
  #count = 0
  #begun = false
  #held = false
  #leaves = false
  /** Code that it ran threw later: what it still holds cannot be trusted. */
  #spoiled = false
  /** What the present attempt is rejected with when the worker has ended. */
  #crash: unknown = null
  #log: RunContext<unknown>['log'] | null = null

  constructor(open: OpenLine, hooks: WorkerHooks) {
    this.#hooks = hooks
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
    this.#line = open({
      heard: (message) => this.#heard(message),
      ended: (end) => this.#over(end),
    })
  }

  /** Whether it was told to end, and takes nothing more. */
  get leaves(): boolean {
    return this.#leaves
  }

  runs(run: RunContext<unknown>): boolean {
    return this.#call?.run === run
  }

  isSpent(maxRuns: number | null): boolean {
    return this.#spoiled || (maxRuns !== null && this.#count >= maxRuns)
  }

  begin(call: PooledCall): void {
    this.#count += 1
    this.#call = call
    this.#begun = false
    this.#crash = null
    this.#log = call.run.log
    if (!this.#held) this.#line.hold(true)
    this.#held = true
    const { module, export: name = 'default' } = call.code
    const id = this.#count
    const run = sentRun(call.run)
    try {
      this.#line.send({ kind: 'run', id, module: module.href, export: name, run })
    } catch (cause) {
      return this.#settle(() => call.reject(notCloneable(call.run.task, cause)))
    }
    call.onAbort((reason) => {
      if (this.#call === call) this.#line.send({ kind: 'abort', id, reason: sentError(reason) })
    })
  }

  /** Nothing waits for it: it does not keep this process alive. */
  rest(): void {
    this.#held = false
    this.#line.hold(false)
  }

  /** Ends it when it is idle. */
  retire(): void {
    if (this.#leaves) return
    this.#leaves = true
    this.#line.close()
  }

  /** Ends it whatever it does. */
  kill(): void {
    this.#leaves = true
    this.#line.kill()
  }

  #heard(message: FromWorker): void {
    if (message.kind === 'stray') return this.#stray(message)
    const call = this.#call
    if (call === null || message.id !== this.#count || this.#crash !== null) return
    switch (message.kind) {
      case 'begun':
        this.#begun = true
        break
      case 'progress':
      case 'log':
        this.#tell(call, message)
        break
      case 'returned':
        this.#settle(() => call.resolve(parseJson(message.result)))
        break
      case 'threw':
        this.#settle(() => call.reject(revivedError(message.error)))
        break
      case 'uncaught':
        this.#crash = uncaught(revivedError(message.error))
        this.kill()
    }
  }

  /** A logger of the user may throw: here as on the event loop that fails the run. */
  #tell(call: PooledCall, news: Extract<FromWorker, { readonly kind: 'progress' | 'log' }>): void {
    try {
      if (news.kind === 'log') call.run.log[news.level](news.fields, news.message)
      else call.run.progress(news.fraction, news.message ?? undefined)
    } catch (thrown) {
      this.#crash = thrown
      this.kill()
    }
  }

  #settle(settle: () => void): void {
    this.#call = null
    settle()
    if (!this.#leaves) this.#hooks.freed(this)
  }

  #stray({ error, runId }: Extract<FromWorker, { readonly kind: 'stray' }>): void {
    this.#log?.error(
      { error: revivedError(error), leftBy: runId },
      'code that a run left behind threw after the run had ended: its worker is replaced',
    )
    this.#spoiled = true
    this.#hooks.spoiled(this)
  }

  #over(end: WorkerEnd): void {
    const call = this.#call
    this.#call = null
    const wasKilled = this.#leaves
    this.#leaves = true
    this.#end()
    // It died before it knew of the attempt, of something that was there before: another worker can take it.
    const unbegun = call !== null && !this.#begun && !wasKilled && this.#count > 1
    if (call !== null && !unbegun) call.reject(this.#reason(call, wasKilled, end))
    this.#hooks.ended(this, unbegun ? call : null)
  }

  #reason({ run }: PooledCall, wasKilled: boolean, end: WorkerEnd): unknown {
    if (this.#crash !== null) return this.#crash
    return wasKilled && run.signal.aborted ? run.signal.reason : workerEnded(end, this.#begun)
  }
}

function sentRun(run: RunContext<unknown>): SentRun {
  const { input, jobId, runId, task, fireTime, cause, attempt, missed, upstream } = run
  return { input, jobId, runId, task, fireTime, cause, attempt, missed, upstream }
}
