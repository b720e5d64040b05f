import type { JobRow, RunRow } from '../rows.ts'
import type { FinishResult, Outcome, Session } from '../store-messages.ts'
import type { Tables } from '../tables.ts'
import { endRun, missRun } from './end-run.ts'
import { readyAtOf } from './held.ts'
import { jobOfRun } from './job-of-run.ts'
import { moveRun } from './move-run.ts'
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
  if (outcome.end === 'missed') {
    missRun(tables, run, 'finish')
    return null
  }
  if (outcome.end === 'retry' || outcome.end === 'released') putBack(tables, run, outcome)
  else end(tables, run, outcome)
  return shownRun(run)
}

type Ended = Exclude<Outcome, { readonly end: 'retry' | 'missed' | 'released' }>
type PutBack = Extract<Outcome, { readonly end: 'retry' | 'missed' | 'released' }>

function end(tables: Tables, run: RunRow, outcome: Ended): void {
  const result = outcome.end === 'succeeded' ? outcome.result : null
  const error = outcome.end === 'succeeded' ? null : outcome.error
  endRun(tables, run, { state: outcome.end, result, error, token: run.token }, 'finish')
}

/** Back to pending, with its slot: unless it was asked to stop, or its job was removed. */
function putBack(tables: Tables, run: RunRow, outcome: PutBack): void {
  const job = jobOfRun(tables, run)
  const { token, cancel } = run
  if (cancel !== null) {
    const error = cancelledError(cancel)
    endRun(tables, run, { state: 'cancelled', result: null, error, token }, 'finish')
  } else if (job === null) {
    const error = outcome.end === 'retry' ? outcome.error : cancelledError('job_removed')
    const state = outcome.end === 'retry' ? 'failed' : 'cancelled'
    endRun(tables, run, { state, result: null, error, token }, 'finish')
  } else if (outcome.end === 'retry') {
    retry(tables, run, job, outcome)
  } else {
    const readyAt = readyAtOf(job, run.kind, tables.now)
    const free = { state: 'pending', owner: null, node: null, batch: null } as const
    moveRun(tables, run, { ...free, startedAt: null, readyAt }, 'finish')
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
  moveRun(tables, run, { ...free, attempt: run.attempt + 1, error, readyAt }, 'finish')
}
