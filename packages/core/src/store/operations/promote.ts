import type { JobRow } from '../rows.ts'
import type { Tables } from '../tables.ts'
import { readyAtOf } from './held.ts'
import { moveRun } from './move-run.ts'
import { Occupancy } from './occupancy.ts'

/** Gives the free slots of a job to those that wait, first come first; says how many got one. */
export function promote(tables: Tables, job: JobRow): number {
  if (tables.liveRuns(job.id, job.inc).length === 0) return 0
  const occupancy = new Occupancy(tables, job)
  let promoted = 0
  for (const run of occupancy.waiting) {
    const slot = occupancy.freeSlot(job)
    if (slot === null) break
    const readyAt = readyAtOf(job, run.kind, tables.now)
    moveRun(tables, run, { state: 'pending', slot, readyAt }, 'promote')
    occupancy.held.push(run)
    promoted += 1
  }
  return promoted
}
