import { AsyncLocalStorage } from 'node:async_hooks'
import type { RunContext } from '../scheduler/scheduler.ts'

const storage = new AsyncLocalStorage<RunContext<unknown>>()
const atFirst = AsyncLocalStorage.snapshot()

/**
 * The run that the calling code is part of, or null outside of runs.
 *
 * @example
 * ```ts
 * const runId = currentRun()?.runId ?? null
 * ```
 */
export function currentRun(): RunContext<unknown> | null {
  return storage.getStore() ?? null
}

/** Calls `code` so that everything it starts sees the run. */
export function insideRun<T>(run: RunContext<unknown>, code: () => T): T {
  return storage.run(run, code)
}

/**
 * Calls `code` outside of the asynchronous context it is asked for in: a run must not inherit the request, or the run,
 * that happened to set the timer behind it.
 */
export function outside<T>(code: () => T): T {
  return atFirst(code)
}
