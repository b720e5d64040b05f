import type { JobRow, NodeRow, RunRow } from '../rows.ts'
import type { Reaped, ReapOrder, Session } from '../store-messages.ts'
import type { Tables } from '../tables.ts'
import { asJobSays } from './align-runs.ts'
import { endRun } from './end-run.ts'
import { readyAtOf } from './held.ts'
import { jobOfRun } from './job-of-run.ts'
import { moveRun } from './move-run.ts'
import { poisonRun } from './poison-run.ts'
import { cancelledError, lostError } from './run-errors.ts'
import { shownRun } from './shown.ts'

/** Closes a session and disposes of its runs by the rule of each job. */
export function reap(tables: Tables, victim: Session, order: ReapOrder): Reaped {
  const node = tables.node(victim)
  if (node === null || !mayClose(tables, node, order)) return { closed: false, runs: [] }
  tables.updateNode(node, { alive: false, free: 0 })
  const crashed = !('goodbye' in order)
  const runs = tables.ownedRuns(victim).toSorted(byAge)
  for (const run of runs) dispose(tables, run, crashed)
  return { closed: true, runs: runs.map(shownRun) }
}

/** The same order in every store. */
function byAge(a: RunRow, b: RunRow): number {
  return a.publishedAt - b.publishedAt || a.seq - b.seq || (a.id < b.id ? -1 : 1)
}

function mayClose(tables: Tables, victim: NodeRow, order: ReapOrder): boolean {
  if (!victim.alive) return false
  if ('goodbye' in order) return true
  return victim.beat === order.expectBeat && tables.node(order.by)?.alive === true
}

/** With a new token: whatever the old owner still says of it no longer counts. */
function dispose(tables: Tables, run: RunRow, crashed: boolean): void {
  const job = jobOfRun(tables, run)
  const token = run.token + 1
  const crashes = run.crashes + (crashed ? 1 : 0)
  if (run.cancel !== null) {
    const error = cancelledError(run.cancel)
    endRun(tables, run, { state: 'cancelled', result: null, error, token }, 'reap')
  } else if (job === null || job.policies.onNodeLoss === 'lose') {
    tables.updateRun(run, { crashes })
    const error = lostError(run.node)
    endRun(tables, run, { state: 'lost', result: null, error, token }, 'reap')
  } else if (crashed && crashes >= job.policies.maxCrashes) {
    tables.updateRun(run, { crashes })
    poisonRun(tables, job, run, { token, by: 'reap' })
  } else {
    rerun(tables, job, run, { crashes, token })
  }
}

/** It keeps its slot and its attempt; the deadline was for its first start. */
function rerun(
  tables: Tables,
  job: JobRow,
  run: RunRow,
  { crashes, token }: Pick<RunRow, 'crashes' | 'token'>,
): void {
  const readyAt = readyAtOf(job, run.kind, tables.now)
  const recoveries = run.recoveries + 1
  const free = { state: 'pending', owner: null, batch: null, startDeadline: null } as const
  const now = asJobSays(job, run)
  moveRun(tables, run, { ...free, ...now, readyAt, recoveries, crashes, token }, 'reap')
}
