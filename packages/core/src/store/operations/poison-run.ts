import type { RunError } from '../../jobs/run-error.ts'
import type { RunMover } from '../../jobs/run-transitions.ts'
import type { JobRow, RunRow } from '../rows.ts'
import type { Tables } from '../tables.ts'
import { endRun } from './end-run.ts'
import { pauseJob } from './pause-job.ts'
import { poisonError } from './run-errors.ts'

/** Ends a run that crashed too often, and pauses its job: what it does to one worker or node it does to the next. */
export function poisonRun(
  tables: Tables,
  job: JobRow,
  run: RunRow,
  { token, last = null, by }: { token: number; last?: RunError | null; by: RunMover },
): void {
  const error = poisonError(run.crashes, last)
  pauseJob(tables, job, { reason: 'poison', by: null })
  endRun(tables, run, { state: 'failed', result: null, error, token }, by)
}
