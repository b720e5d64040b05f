import type { Job, JobId } from '../jobs/job.ts'
import { changeJob, type Decided } from './change-job.ts'
import type { FoundJob } from './find-job.ts'
import { resumption } from './held-instants.ts'
import { checkFlag, checkKnown } from './known-options.ts'
import type { VerbParts } from './verb-parts.ts'

export interface ResumeOptions {
  catchUp?: boolean
}

/** Lets a paused job go on; what fell due meanwhile becomes a span, unless it is to be caught up on. */
export async function resumeJob(
  parts: VerbParts,
  job: JobId,
  options: ResumeOptions = {},
): Promise<Job> {
  checkKnown(options, ['catchUp'], 'resumeJob')
  checkFlag(options.catchUp, 'catchUp')
  const catchUp = options.catchUp ?? false
  return await changeJob(parts, job, { revision: null, news: 'resumed' }, (found) =>
    resumeOf(parts, found, { lifts: 'paused', catchUp }),
  )
}

/** What lifts one reason why a job is held; null when that is not the reason. */
export function resumeOf(
  parts: VerbParts,
  { link, row }: FoundJob,
  { lifts, catchUp }: { readonly lifts: 'paused' | 'undeclared'; readonly catchUp: boolean },
): Decided | null {
  const isHeld = lifts === 'paused' ? row.pause !== null : row.state === 'undeclared'
  if (!isHeld) return null
  const stays = lifts === 'paused' ? row.state === 'undeclared' : row.pause !== null
  // The other reason goes on to hold the job, and will account for its instants.
  if (stays) return { kind: 'resume', lifts, nextAt: row.heldNext, span: null }
  const timeline = parts.node.timelines.of(row)
  const resumed = resumption({ row, timeline, now: link.now(), reason: lifts, catchUp })
  return { kind: 'resume', lifts, ...resumed }
}
