import type { Batch, Enqueued, NewRun, Session } from '../store-messages.ts'
import type { Tables } from '../tables.ts'
import { createRun, type Taker } from './new-run.ts'
import { Occupancy } from './occupancy.ts'
import { shownRun } from './shown.ts'

/** Creates runs by hand: they start or wait, they are never skipped. */
export function enqueue(
  tables: Tables,
  runs: readonly NewRun[],
  options: { readonly by?: Session; readonly batch?: Batch },
): readonly Enqueued[] {
  const node = options.by === undefined ? null : tables.node(options.by)
  const taker = node?.alive === true ? { node, batch: options.batch ?? null } : null
  return runs.map((run) => enqueueRun(tables, run, run.own ? taker : null))
}

function enqueueRun(tables: Tables, put: NewRun, taker: Taker | null): Enqueued {
  const job = tables.job(put.job)
  if (job === null) return { result: 'unknown' }
  const id = `${job.inc}.${put.key}`
  const there = tables.run(id)
  if (there !== null) return { result: 'exists', run: shownRun(there) }
  const seq = job.runSeq + 1
  const seed = {
    ...{ id, seq, kind: put.kind, fireAt: tables.now, startDeadline: null, missed: 0 },
    ...{ input: put.input, upstream: null, depth: 0 },
  }
  const slot = new Occupancy(tables, job).slotForNew(job)
  const run = createRun(tables, job, seed, { slot, taker, by: 'enqueue' })
  tables.updateJob(job, { runSeq: seq })
  return { result: 'created', run: shownRun(run) }
}
