import type { JobRow } from '../rows.ts'
import type { JobResume } from '../job-changes.ts'
import type { JobPatch, Tables } from '../tables.ts'
import { isHeld, thawRuns } from './held.ts'
import { moved } from './moved.ts'
import { promote } from './promote.ts'
import { hasLiveFire, rearm } from './rearm.ts'
import { recordSpan } from './record-span.ts'

/** Lifts one reason why a job is held; says whether it was there. The job goes on when no other is left. */
export function resumeJob(tables: Tables, job: JobRow, resume: JobResume): boolean {
  const lifted = resume.lifts === 'paused' ? job.pause !== null : job.state === 'undeclared'
  if (!lifted) return false
  const pause = resume.lifts === 'paused' ? null : job.pause
  const state = stateAfter(job, resume, pause)
  const { span } = resume
  const high = span === null ? job.high : Math.max(job.high ?? span.last, span.last)
  if (span !== null) recordSpan(tables, job, { ...span, cause: null, after: job.high })
  const when = next(tables, job, resume, state)
  tables.updateJob(job, { pause, state, high, ...when, ...moved(tables, job) })
  // Also of a job that is finished now: what it began before the pause is still to run.
  if (!isHeld(job)) {
    thawRuns(tables, job)
    rearm(tables, job)
    promote(tables, job)
  }
  return true
}

function stateAfter(job: JobRow, resume: JobResume, pause: JobRow['pause']): JobRow['state'] {
  if (resume.lifts === 'paused' && job.state === 'undeclared') return 'undeclared'
  if (pause !== null) return 'paused'
  return job.mode === 'time' && resume.nextAt === null ? 'finished' : 'active'
}

function next(
  tables: Tables,
  job: JobRow,
  { nextAt }: JobResume,
  state: JobRow['state'],
): JobPatch {
  if (state === 'finished') return { nextAt: null, heldNext: null }
  if (state !== 'active') return { nextAt: null, heldNext: nextAt ?? job.heldNext }
  const waits = job.mode === 'delay' && hasLiveFire(tables, job)
  return { nextAt: waits ? null : nextAt, heldNext: null }
}
