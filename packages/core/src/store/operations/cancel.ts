import type { CancelResult, RunId } from '../store-messages.ts'
import type { Tables } from '../tables.ts'
import { cancelRun } from './end-run.ts'

/** Ends waiting and pending runs, asks running ones to stop. */
export function cancel(
  tables: Tables,
  runs: readonly RunId[],
  reason: string,
): readonly CancelResult[] {
  return runs.map((id) => {
    const run = tables.run(id)
    return run === null ? 'unknown' : cancelRun(tables, run, reason, 'cancel')
  })
}
