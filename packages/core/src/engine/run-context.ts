import { PunctualError } from '../errors/punctual-error.ts'
import type { Logger } from '../events/logger.ts'
import type { Upstream } from '../jobs/run.ts'
import type { RunContext, Scheduler } from '../scheduler/scheduler.ts'
import type { EpochMs } from '../time/epoch.ts'
import { causeOf } from '../ledger/run-view.ts'
import type { Assignment } from './assignment.ts'
import { RunLog } from './run-log.ts'

export interface Progress {
  readonly fraction: number
  readonly message: string | null
}

/** What a run context stands on. */
export interface ContextParts {
  readonly assignment: Assignment
  readonly input: unknown
  readonly upstream: readonly Upstream[]
  readonly scheduler: Scheduler
  readonly logger: Logger
  signal(): AbortSignal
  progressed(progress: Progress): void
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
    const fraction = fractionOf(value)
    if (!(fraction >= 0 && fraction <= 1)) {
      throw refused('progress takes a fraction from 0 to 1, or { done, total }')
    }
    if (message !== undefined && typeof message !== 'string') {
      throw refused('the message of progress must be text')
    }
    this.#parts.progressed({ fraction, message: message?.slice(0, 1_000) ?? null })
  }

  complete(): Promise<void> {
    return Promise.reject(
      new PunctualError(
        'PUNCTUAL_TX_UNSUPPORTED',
        'this store cannot complete a run inside a transaction of the caller',
      ),
    )
  }
}

/** NaN for what is no progress: handlers are not always type-checked. */
function fractionOf(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'object' || value === null) return Number.NaN
  return Number(Reflect.get(value, 'done')) / Number(Reflect.get(value, 'total'))
}

function refused(message: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', message)
}
