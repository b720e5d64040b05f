import type { Logger } from '../events/logger.ts'
import { progressOf, type Progress } from '../jobs/progress.ts'
import type { Upstream } from '../jobs/run.ts'
import type { Json } from '../json/json.ts'
import { jsonTextOf } from '../json/json-text.ts'
import type { RunContext, Scheduler } from '../scheduler/scheduler.ts'
import type { Tx } from '../store/tx.ts'
import type { EpochMs } from '../time/epoch.ts'
import { causeOf } from '../ledger/run-view.ts'
import type { Assignment } from './assignment.ts'
import { RunLog } from './run-log.ts'

/** What a run context stands on. */
export interface ContextParts {
  readonly assignment: Assignment
  readonly input: unknown
  readonly upstream: readonly Upstream[]
  readonly scheduler: Scheduler
  readonly logger: Logger
  signal(): AbortSignal
  progressed(progress: Progress): void
  /** Lets the run succeed inside a transaction of the caller. */
  complete(tx: Tx, result: string | null): Promise<void>
}

/** What a handler is given; signal and log are made when first asked for. */
export class AttemptContext implements RunContext<unknown> {
  readonly #parts: ContextParts
  #log: Logger | null = null

  constructor(parts: ContextParts) {
    this.#parts = parts
  }

  get input(): unknown {
    return this.#parts.input
  }
  get jobId(): string {
    return this.#parts.assignment.jobId
  }
  get runId(): string {
    return this.#parts.assignment.runId
  }
  get task(): string {
    return this.#parts.assignment.task
  }
  get fireTime(): EpochMs {
    return this.#parts.assignment.fireAt
  }
  get cause(): 'fire' | 'manual' | 'after' {
    return causeOf(this.#parts.assignment.kind)
  }
  get attempt(): number {
    return this.#parts.assignment.attempt
  }
  get missed(): number {
    return this.#parts.assignment.missed
  }
  get upstream(): readonly Upstream[] {
    return this.#parts.upstream
  }
  get scheduler(): Scheduler {
    return this.#parts.scheduler
  }
  get signal(): AbortSignal {
    return this.#parts.signal()
  }
  get log(): Logger {
    this.#log ??= new RunLog(this.#parts.logger, { jobId: this.jobId, runId: this.runId })
    return this.#log
  }

  progress(value: number | { done: number; total: number }, message?: string): void {
    this.#parts.progressed(progressOf(value, message))
  }

  async complete(tx: Tx, result?: Json): Promise<void> {
    await this.#parts.complete(tx, jsonTextOf(result, { name: 'result' }))
  }
}
