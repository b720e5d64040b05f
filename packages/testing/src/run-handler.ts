import {
  callHandler,
  PunctualError,
  type InputOf,
  type ResultOf,
  type Scheduler,
  type Task,
} from '@punctual/core/testing'

export interface RunHandlerOptions {
  /** What the handler sees as `run.signal`. Default: one that never aborts. */
  readonly signal?: AbortSignal
  /** What the handler sees as `run.attempt`. Default 1. */
  readonly attempt?: number
}

/**
 * Calls the handler of a task once, as a run of it would: the input goes through JSON and the schema, the context and its
 * executor are real, `withRun` wraps it. Nothing is stored, retried or timed, and the scheduler need not be started.
 *
 * Rejects with what the handler threw, with `PUNCTUAL_UNKNOWN_TASK` when the scheduler has no handler for the task, with
 * `PUNCTUAL_INPUT_INVALID` when the schema refuses the input, and with `PUNCTUAL_NOT_JSON` or `PUNCTUAL_TOO_LARGE` for
 * inputs and results that could not be stored.
 *
 * @example
 * ```ts
 * const result = await runHandler(scheduler, sendReport, { customerId: '42' })
 * ```
 */
export async function runHandler<T extends Task>(
  scheduler: Scheduler,
  task: T,
  input: InputOf<T>,
  options: RunHandlerOptions = {},
): Promise<ResultOf<T>> {
  const { signal = new AbortController().signal, attempt = 1 } = options
  if (!Number.isSafeInteger(attempt) || attempt < 1) {
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      `attempt counts from 1: ${String(attempt)} is not an attempt`,
    )
  }
  const result: unknown = await callHandler(scheduler, { task, input, signal, attempt })
  // A task value carries the type of its handler's result.
  return result as ResultOf<T>
}
