import type { JobRow } from '../rows.ts'
import type { Tables } from '../tables.ts'

/** The job that has this id; a finished one frees it, once its last run has ended. */
export function takesId(tables: Tables, id: string): JobRow | null {
  const job = tables.job(id)
  if (job === null || job.state !== 'finished') return job
  return tables.liveRuns(job.id, job.inc).length > 0 ? job : null
}
