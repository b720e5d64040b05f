import { checkedJobId } from '../jobs/checked-job-id.ts'
import type { JobId } from '../jobs/job.ts'
import { checkText } from './known-options.ts'

/** A job as it was asked for; without a store all of them are looked into. */
export interface JobRef {
  readonly id: string
  readonly store: string | null
}

/** Reads what a user passed as a job; refuses with `PUNCTUAL_JOB_ID_INVALID` or `PUNCTUAL_OPTION_INVALID`. */
export function jobRefOf(job: JobId): JobRef {
  if (typeof job !== 'object' || job === null) return { id: checkedJobId(job), store: null }
  checkText(job.store, 'store', 200)
  return { id: checkedJobId(job.id), store: job.store ?? null }
}
