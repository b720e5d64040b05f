import type { SpanReason } from '../../jobs/fire-record.ts'
import type { JobRow } from '../rows.ts'
import type { TriggerPut } from '../store-messages.ts'
import type { JobPatch, Tables } from '../tables.ts'
import { isHeld } from './held.ts'
import { followRows, hasNoInstant } from './new-job.ts'
import { hasLiveFire } from './rearm.ts'
import { recordSpan } from './record-span.ts'

/** Gives a job another trigger: it starts anew, also when the job was finished. The patch is still to be written. */
export function setTrigger(tables: Tables, job: JobRow, put: TriggerPut): JobPatch {
  leaveTrigger(tables, job, 'missed_in_outage')
  const { trigger, mode, delay, anchor, follow } = put
  tables.setFollows(job.id, followRows({ id: job.id, follow }))
  // The end of a run that is on its way arms a job whose pause counts from there.
  const next = mode === 'delay' && hasLiveFire(tables, job) ? null : put.nextAt
  const patch: JobPatch = { trigger, mode, delay, anchor, high: null }
  if (isHeld(job)) return { ...patch, nextAt: null, heldNext: next }
  if (hasNoInstant(put)) return { ...patch, state: 'finished', nextAt: null }
  return { ...patch, state: 'active', nextAt: next }
}

/** Accounts for the instants that are due, or were held back, and will not run: their trigger goes. */
export function leaveTrigger(tables: Tables, job: JobRow, reason: SpanReason): void {
  const first = job.nextAt ?? job.heldNext
  if (first === null || first > tables.now) return
  const why = isHeld(job) ? (job.state === 'paused' ? 'paused' : 'undeclared') : reason
  recordSpan(tables, job, { first, last: tables.now, reason: why, cause: null, after: job.high })
}
