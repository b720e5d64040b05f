import type { JobRow } from '../rows.ts'
import type { JobRemove } from '../job-changes.ts'
import type { Tables } from '../tables.ts'
import { cancelRun } from './end-run.ts'
import { leaveTrigger } from './set-trigger.ts'

/** Removes a job: what waits or is pending ends, what is running goes on, or is asked to stop; the history stays. */
export function removeJob(tables: Tables, job: JobRow, { cancelRuns }: JobRemove): void {
  leaveTrigger(tables, job, 'job_removed')
  const runs = [...tables.liveRuns(job.id, job.inc)]
  tables.setFollows(job.id, [])
  tables.deleteJob(job)
  for (const run of runs) {
    if (run.state !== 'running' || cancelRuns) cancelRun(tables, run, 'job_removed', 'remove')
  }
}
