import type { SpanReason } from '../../jobs/fire-record.ts'
import type { JobPatch, Tables } from '../tables.ts'
import type { JobRow, RunRow, UpstreamRef } from '../rows.ts'
import { admitFire, type Admitted } from './admit-fire.ts'
import { isHeld } from './held.ts'
import { spend } from './max-runs.ts'
import { Occupancy } from './occupancy.ts'
import { recordReplaced, recordSpan } from './record-span.ts'

/** A run that is due because runs of other jobs ended. */
export interface FollowUp {
  readonly key: string
  readonly upstream: readonly UpstreamRef[]
  readonly depth: number
}

/** Follow-ups of follow-ups, at most; more are a circle that was tied after the jobs were stored. */
const DEEPEST = 32

/** Creates the run of a follow-up or records why there is none; gives the run that has to leave its slot for it. */
export function admitFollowUp(tables: Tables, job: JobRow, follow: FollowUp): RunRow | null {
  if (tables.run(idOf(job, follow)) !== null) return null
  const refused = refusal(job, follow)
  if (refused !== null) {
    skip(tables, job, refused, null)
    return null
  }
  const admitted = admit(tables, job, follow)
  if (admitted.run === null) {
    skip(tables, job, admitted.reason, admitted.cause)
    return null
  }
  const { replacement } = admitted
  const patch: JobPatch = { high: tables.now, runSeq: admitted.run.seq }
  tables.updateJob(job, { ...patch, ...spend(job, 1) })
  if (replacement === null) return null
  const { dropped, leaving, cause } = replacement
  if (dropped !== null) recordReplaced(tables, job, dropped, cause)
  return leaving
}

function idOf(job: JobRow, follow: FollowUp): string {
  return `${job.inc}.${follow.key}`
}

function refusal(job: JobRow, follow: FollowUp): SpanReason | null {
  if (follow.depth > DEEPEST) return 'follow_depth'
  if (!isHeld(job)) return null
  return job.state === 'paused' ? 'paused' : 'undeclared'
}

function admit(tables: Tables, job: JobRow, follow: FollowUp): Admitted {
  const seed = {
    id: idOf(job, follow),
    seq: job.runSeq + 1,
    kind: 'follow',
    fireAt: tables.now,
    startDeadline: null,
    missed: 0,
    input: null,
    upstream: follow.upstream,
    depth: follow.depth,
  } as const
  const occupancy = new Occupancy(tables, job)
  return admitFire(tables, job, occupancy, { seed, taker: null, catchUp: false, by: 'follow' })
}

function skip(tables: Tables, job: JobRow, reason: SpanReason, cause: string | null): void {
  const { now } = tables
  recordSpan(tables, job, { first: now, last: now, reason, cause, after: job.high })
  tables.updateJob(job, { high: now })
}
