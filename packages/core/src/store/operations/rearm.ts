import type { JobRow } from '../rows.ts'
import type { Tables } from '../tables.ts'
import { isHeld } from './held.ts'

/** Sets the next instant of a job that counts from the end of its run; says whether it did. */
export function rearm(tables: Tables, job: JobRow): boolean {
  if (job.mode !== 'delay' || job.delay === null || job.state === 'finished') return false
  if (hasLiveFire(tables, job)) return false
  const at = tables.now + job.delay
  if (isHeld(job)) {
    if (job.heldNext !== null) return false
    tables.updateJob(job, { heldNext: at })
    return true
  }
  if (job.nextAt !== null) return false
  tables.updateJob(job, { nextAt: at })
  return true
}

/** Whether a fire of the job has not ended yet: its end is what the delay counts from. */
export function hasLiveFire(tables: Tables, job: JobRow): boolean {
  return tables.liveRuns(job.id, job.inc).some((run) => run.kind === 'fire')
}
