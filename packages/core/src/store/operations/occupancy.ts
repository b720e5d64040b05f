import type { JobRow, RunRow } from '../rows.ts'
import type { Tables } from '../tables.ts'

/** Who holds the slots of a job, and who waits for one, inside one step. */
export class Occupancy {
  readonly held: RunRow[] = []
  readonly waiting: RunRow[] = []

  constructor(tables: Tables, job: JobRow) {
    for (const run of tables.liveRuns(job.id, job.inc)) this.add(run)
  }

  /** Takes a new run into account. */
  add(run: RunRow): void {
    if (run.slot === null) this.waiting.push(run)
    else this.held.push(run)
  }

  /** The lowest slot that nobody holds; null while as many are held as the job may hold. */
  freeSlot(job: JobRow): number | null {
    if (this.held.length >= job.policies.maxInstances) return null
    let slot = 0
    while (this.held.some((run) => run.slot === slot)) slot += 1
    return slot
  }

  /** The slot of a run that comes now: it does not overtake those that wait. */
  slotForNew(job: JobRow): number | null {
    return this.waiting.length > 0 ? null : this.freeSlot(job)
  }
}
