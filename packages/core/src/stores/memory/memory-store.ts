import { PunctualError } from '../../errors/punctual-error.ts'
import type { JobStore } from '../../store/job-store.ts'
import { TablesStore } from '../../store/tables-store.ts'
import { MemorySteps } from './memory-steps.ts'

/**
 * Keeps jobs and runs in the memory of this process: the fastest store, for jobs that need not outlive it. Several schedulers of
 * one process may share it.
 *
 * `history` is the number of ended runs that are kept over all jobs, 100,000 unless given; what each job keeps of its own is the
 * policy `history`. Refuses a `history` that is not a whole number from 0 to 10,000,000 with `PUNCTUAL_OPTION_INVALID`.
 *
 * @example
 * ```ts
 * const scheduler = createScheduler({ store: memoryStore({ history: 10_000 }) })
 * ```
 */
export function memoryStore(options: { history?: number } = {}): JobStore {
  const { history = 100_000 } = options
  if (!Number.isInteger(history) || history < 0 || history > 10_000_000) {
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      `history must be a whole number of runs from 0 to 10,000,000, not ${String(history)}`,
    )
  }
  return new TablesStore(new MemorySteps({ history }))
}
