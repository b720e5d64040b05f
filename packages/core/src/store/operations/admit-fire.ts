import type { SpanReason } from '../../jobs/fire-record.ts'
import type { RunMover } from '../../jobs/run-transitions.ts'
import type { JobRow, RunRow } from '../rows.ts'
import type { Tables } from '../tables.ts'
import { dropRun } from './move-run.ts'
import { createRun, type RunSeed, type Taker } from './new-run.ts'
import type { Occupancy } from './occupancy.ts'

/** A fire, or a follow-up, that asks for a slot of its job. */
export interface Admission {
  readonly seed: RunSeed
  readonly taker: Taker | null
  /** It waits whatever `overlap` says. */
  readonly catchUp: boolean
  readonly by: RunMover
}

/** What became of it: a run, or why there is none, and whose slot it was. */
export type Admitted =
  | { readonly run: RunRow; readonly replacement: Replacement | null }
  | { readonly run: null; readonly reason: SpanReason; readonly cause: string | null }

/** What a run does to others of its job by `overlap: 'replace'`. */
export interface Replacement {
  /** It waited, and is gone: a span has to tell of it. */
  readonly dropped: RunRow | null
  /** It holds the slot, and has to be cancelled; null when one was asked to leave before. */
  readonly leaving: RunRow | null
  readonly cause: string | null
}

/** Lets a fire start, wait, or go without a run, by the policies of its job. */
export function admitFire(
  tables: Tables,
  job: JobRow,
  occupancy: Occupancy,
  admission: Admission,
): Admitted {
  const { seed, taker, by, catchUp } = admission
  const slot = occupancy.slotForNew(job)
  if (slot !== null) {
    const run = createRun(tables, job, seed, { slot, taker, by })
    occupancy.add(run)
    return { run, replacement: null }
  }
  const { overlap, maxQueue, maxCatchUp } = job.policies
  const cause = occupancy.held[0]?.id ?? null
  if (!catchUp && overlap === 'skip') return { run: null, reason: 'overlap_skipped', cause }
  if (!catchUp && overlap === 'replace') return replaceRun(tables, job, occupancy, admission)
  const bound = catchUp ? Math.max(maxQueue, maxCatchUp) : maxQueue
  if (occupancy.waiting.length >= bound) return { run: null, reason: 'queue_full', cause }
  return { run: wait(tables, job, occupancy, admission), replacement: null }
}

function wait(tables: Tables, job: JobRow, occupancy: Occupancy, admission: Admission): RunRow {
  const { seed, by } = admission
  const run = createRun(tables, job, seed, { slot: null, taker: null, by })
  occupancy.add(run)
  return run
}

/** The new run is the only one that waits; the oldest that holds a slot is to leave it. */
function replaceRun(
  tables: Tables,
  job: JobRow,
  occupancy: Occupancy,
  admission: Admission,
): Admitted {
  const { held, waiting } = occupancy
  const index = waiting.findIndex((run) => run.kind !== 'manual')
  const [dropped = null] = index === -1 ? [] : waiting.splice(index, 1)
  if (dropped !== null) dropRun(tables, dropped, admission.by)
  const run = wait(tables, job, occupancy, admission)
  const asked = held.some((other) => other.cancel !== null)
  const oldest = held.find((other) => other.state === 'running') ?? held[0] ?? null
  const leaving = asked ? null : oldest
  return { run, replacement: { dropped, leaving, cause: oldest?.id ?? null } }
}
