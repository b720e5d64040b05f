import type { JobRow, RunRow } from '../rows.ts'
import type { Tables } from '../tables.ts'

/** Whether nothing of the job is published or claimed, manual runs aside. */
export function isHeld(job: JobRow): boolean {
  return job.state === 'paused' || job.state === 'undeclared'
}

/** When a run that has its slot gets ready: not while its job is held, unless it was asked for by hand. */
export function readyAtOf(job: JobRow, kind: RunRow['kind'], at: number): number | null {
  return isHeld(job) && kind !== 'manual' ? null : at
}

/** Takes the pending runs of a job out of the claimers' sight. */
export function freezeRuns(tables: Tables, job: JobRow): void {
  for (const run of [...tables.liveRuns(job.id, job.inc)]) {
    if (run.state !== 'pending' || run.kind === 'manual') continue
    if (run.readyAt !== null) tables.updateRun(run, { readyAt: null })
  }
}

/** Makes the pending runs of a job ready again. */
export function thawRuns(tables: Tables, job: JobRow): void {
  for (const run of [...tables.liveRuns(job.id, job.inc)]) {
    if (run.state === 'pending' && run.readyAt === null) {
      tables.updateRun(run, { readyAt: tables.now })
    }
  }
}
