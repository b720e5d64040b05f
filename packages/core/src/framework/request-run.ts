import type { RunContext } from '../scheduler/scheduler.ts'

const runs = new WeakMap<object, RunContext<unknown>>()

/**
 * Notes that a run makes this request. The note is tied to the request object itself, which exists in this process only:
 * nothing that a client sends can forge it.
 */
export function linkRun(request: object, run: RunContext<unknown>): void {
  runs.set(request, run)
}

/** The run that makes this request; null when a client made it. */
export function runOf(request: object): RunContext<unknown> | null {
  return runs.get(request) ?? null
}
