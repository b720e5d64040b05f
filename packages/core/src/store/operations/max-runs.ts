import type { JobRow } from '../rows.ts'
import type { JobPatch } from '../tables.ts'

/** What becomes of `maxRuns` when fires of the job became runs: after the last one the job is finished. */
export function spend(job: JobRow, runs: number): JobPatch {
  if (job.runsLeft === null) return {}
  const runsLeft = Math.max(0, job.runsLeft - runs)
  if (runsLeft > 0) return { runsLeft }
  return { runsLeft, state: 'finished', nextAt: null, heldNext: null, pause: null }
}
