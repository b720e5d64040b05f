import type { JobRow, RunRow } from '../rows.ts'
import type { Tables } from '../tables.ts'

/** The job that a run belongs to; null when it was removed, also when another took its id. */
export function jobOfRun(tables: Tables, run: RunRow): JobRow | null {
  const job = tables.job(run.jobId)
  return job !== null && job.inc === run.inc ? job : null
}
