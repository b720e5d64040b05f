import type { Job, JobId } from '../jobs/job.ts'
import { changeJob } from './change-job.ts'
import { checkKnown, checkText } from './known-options.ts'
import type { VerbParts } from './verb-parts.ts'

export interface PauseOptions {
  reason?: string
  by?: string
}

/** Stops publishing a job until it is resumed; one that is paused or finished stays as it is. */
export async function pauseJob(
  parts: VerbParts,
  job: JobId,
  options: PauseOptions = {},
): Promise<Job> {
  checkKnown(options, ['reason', 'by'], 'pauseJob')
  checkText(options.reason, 'reason')
  checkText(options.by, 'by', 200)
  const { reason = null, by = null } = options
  return await changeJob(parts, job, { revision: null, news: 'paused' }, () => ({
    kind: 'pause',
    reason,
    by,
  }))
}
