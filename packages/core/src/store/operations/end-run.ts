import type { RunError } from '../../jobs/run-error.ts'
import type { RunMover } from '../../jobs/run-transitions.ts'
import { DAY, type EpochMs, type Millis } from '../../time/epoch.ts'
import type { JobRow, RunRow, UpstreamRef } from '../rows.ts'
import type { CancelResult } from '../store-messages.ts'
import type { Tables } from '../tables.ts'
import { followUp } from './follow-up.ts'
import { jobOfRun } from './job-of-run.ts'
import { dropRun, moveRun } from './move-run.ts'
import { promote } from './promote.ts'
import { rearm } from './rearm.ts'
import { recordSpan } from './record-span.ts'
import { cancelledError } from './run-errors.ts'

/** How a run ends for good. */
export interface RunEnd {
  readonly state: UpstreamRef['state']
  /** JSON text. */
  readonly result: string | null
  readonly error: RunError | null
  /** A new one where an outcome of the old owner must no longer count. */
  readonly token: number
}

/** How long the runs of a removed job are kept. */
const KEPT_WITHOUT_JOB: Millis = 30 * DAY

/**
 * The one way by which a run ends: it leaves its slot to the next that waits, the job remembers it and is armed again when
 * its delay counts from here, and the jobs that follow it are told.
 */
export function endRun(tables: Tables, run: RunRow, end: RunEnd, by: RunMover): void {
  const job = jobOfRun(tables, run)
  const { now } = tables
  moveRun(
    tables,
    run,
    {
      state: end.state,
      slot: null,
      owner: null,
      token: end.token,
      batch: null,
      readyAt: null,
      result: end.result,
      error: end.error,
      endedAt: now,
      expiresAt: now + (job === null ? KEPT_WITHOUT_JOB : job.policies.history.maxAge),
    },
    by,
  )
  if (job !== null) {
    remember(tables, job, run, end.state)
    release(tables, job)
  }
  for (const leaving of followUp(tables, run, end.state)) {
    cancelRun(tables, leaving, 'replaced', 'follow')
  }
}

/** Ends a run that nobody executes, and asks the node of a running one to stop it; the first reason stands. */
export function cancelRun(
  tables: Tables,
  run: RunRow,
  reason: string,
  by: RunMover,
): Exclude<CancelResult, 'unknown'> {
  if (run.state === 'running') {
    if (run.cancel === null) tables.updateRun(run, { cancel: reason })
    return 'asked'
  }
  if (run.state !== 'waiting' && run.state !== 'pending') return 'terminal'
  const error = cancelledError(reason)
  endRun(tables, run, { state: 'cancelled', result: null, error, token: run.token }, by)
  return 'ended'
}

/** Turns a run that came too late to start into a span; that is no end, so nobody follows it. */
export function missRun(tables: Tables, run: RunRow, by: RunMover): void {
  const job = jobOfRun(tables, run)
  dropRun(tables, run, by)
  if (job === null) return
  const span = { first: run.fireAt, last: run.fireAt, reason: 'misfire_grace_exceeded' } as const
  recordSpan(tables, job, { ...span, cause: null, after: null })
  release(tables, job)
}

function remember(tables: Tables, job: JobRow, run: RunRow, state: UpstreamRef['state']): void {
  const endedAt: EpochMs = tables.now
  const last = { runId: run.id, state, endedAt }
  tables.updateJob(job, { last, failures: failuresAfter(job, state) })
}

function failuresAfter(job: JobRow, state: UpstreamRef['state']): number {
  if (state === 'succeeded') return 0
  return state === 'cancelled' ? job.failures : job.failures + 1
}

function release(tables: Tables, job: JobRow): void {
  promote(tables, job)
  rearm(tables, job)
}
