import type { RunError } from '../../jobs/run-error.ts'
import type { JobRow, RunRow } from '../rows.ts'
import type { FinishResult, Outcome, Session } from '../store-messages.ts'
import type { Tables } from '../tables.ts'
import { asJobSays } from './align-runs.ts'
import { endRun, missRun, type RunEnd } from './end-run.ts'
import { readyAtOf } from './held.ts'
import { jobOfRun } from './job-of-run.ts'
import { moveRun } from './move-run.ts'
import { poisonRun } from './poison-run.ts'
import { cancelledError } from './run-errors.ts'
import { shownRun } from './shown.ts'

/** Stores outcomes: each counts only from the owner of the run, once. The session need not be alive. */
export function finish(
  tables: Tables,
  by: Session,
  outcomes: readonly Outcome[],
): readonly FinishResult[] {
  return outcomes.map((outcome) => finishRun(tables, by, outcome))
}

function finishRun(tables: Tables, by: Session, outcome: Outcome): FinishResult {
  const run = tables.run(outcome.runId)
  if (run === null) return { result: 'gone', run: null }
  if (run.token !== outcome.token) return { result: 'fenced', run: shownRun(run) }
  // A run that nobody ever owned cannot have an outcome.
  if (run.state !== 'running' && run.token > 0) return { result: 'already', run: shownRun(run) }
  if (run.owner !== by) return { result: 'fenced', run: shownRun(run) }
  return { result: 'accepted', run: accept(tables, run, outcome) }
}

/** The run as it is after its outcome; null when it became a span. */
function accept(tables: Tables, run: RunRow, outcome: Outcome): RunRow | null {
  if ('crashed' in outcome && crash(tables, run, outcome)) return shownRun(run)
  switch (outcome.end) {
    case 'succeeded':
      end(tables, run, 'succeeded', { result: outcome.result })
      break
    case 'failed':
    case 'cancelled':
      end(tables, run, outcome.end, { error: outcome.error })
      break
    case 'retry':
    case 'released':
      putBack(tables, run, outcome)
      break
    case 'missed':
      missRun(tables, run, 'finish')
      return null
  }
  return shownRun(run)
}

type Crash = Extract<Outcome, { readonly crashed?: true }>

/** Counts a crash; whether that was one too many, and the run has ended. */
function crash(tables: Tables, run: RunRow, { error }: Crash): boolean {
  const job = jobOfRun(tables, run)
  tables.updateRun(run, { crashes: run.crashes + 1 })
  if (job === null || run.cancel !== null || run.crashes < job.policies.maxCrashes) return false
  poisonRun(tables, job, run, { token: run.token, last: error, by: 'finish' })
  return true
}

function end(
  tables: Tables,
  run: RunRow,
  state: RunEnd['state'],
  { result = null, error = null }: { result?: string | null; error?: RunError | null },
): void {
  endRun(tables, run, { state, result, error, token: run.token }, 'finish')
}

type PutBack = Extract<Outcome, { readonly end: 'retry' | 'missed' | 'released' }>

/** Back to pending, with its slot: unless it was asked to stop, or its job was removed. */
function putBack(tables: Tables, run: RunRow, outcome: PutBack): void {
  const job = jobOfRun(tables, run)
  if (run.cancel !== null) {
    end(tables, run, 'cancelled', { error: cancelledError(run.cancel) })
  } else if (outcome.end === 'retry') {
    if (job === null) end(tables, run, 'failed', { error: outcome.error })
    else retry(tables, run, job, outcome)
  } else if (job === null) {
    end(tables, run, 'cancelled', { error: cancelledError('job_removed') })
  } else {
    release(tables, run, job)
  }
}

function retry(
  tables: Tables,
  run: RunRow,
  job: JobRow,
  { delay, error }: Extract<Outcome, { readonly end: 'retry' }>,
): void {
  const readyAt = readyAtOf(job, run.kind, tables.now + delay)
  const free = { state: 'pending', owner: null, batch: null, startDeadline: null } as const
  const now = asJobSays(job, run)
  moveRun(tables, run, { ...free, ...now, attempt: run.attempt + 1, error, readyAt }, 'finish')
}

function release(tables: Tables, run: RunRow, job: JobRow): void {
  const readyAt = readyAtOf(job, run.kind, tables.now)
  const free = { state: 'pending', owner: null, node: null, batch: null } as const
  moveRun(tables, run, { ...free, ...asJobSays(job, run), startedAt: null, readyAt }, 'finish')
}
