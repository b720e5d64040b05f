import type { JobRow } from '../rows.ts'
import type { Tables } from '../tables.ts'
import { freezeRuns, isHeld } from './held.ts'
import { moved } from './moved.ts'

/** Pauses a job; says whether it was not paused, or finished, before. */
export function pauseJob(
  tables: Tables,
  job: JobRow,
  { reason, by }: { readonly reason: string | null; readonly by: string | null },
): boolean {
  if (job.pause !== null || job.state === 'finished') return false
  const pause = { reason, by, at: tables.now }
  if (isHeld(job)) tables.updateJob(job, { pause, ...moved(tables, job) })
  else hold(tables, job, 'paused', pause)
  return true
}

/** Takes a job out of publishing because no live session declares it any more. */
export function undeclareJob(tables: Tables, job: JobRow): void {
  if (job.state === 'active') hold(tables, job, 'undeclared', job.pause)
  else tables.updateJob(job, { state: 'undeclared', ...moved(tables, job) })
}

function hold(
  tables: Tables,
  job: JobRow,
  state: 'paused' | 'undeclared',
  pause: JobRow['pause'],
): void {
  const held = { state, pause, heldNext: job.nextAt, nextAt: null }
  tables.updateJob(job, { ...held, ...moved(tables, job) })
  freezeRuns(tables, job)
}
