import { mayMove, type RunMover } from '../../jobs/run-transitions.ts'
import type { EpochMs } from '../../time/epoch.ts'
import type { JobRow, NodeRow, RunKind, RunRow, UpstreamRef } from '../rows.ts'
import type { Tables } from '../tables.ts'
import { readyAtOf } from './held.ts'

/** A node that takes a run at its creation, and the call by which it can find it again. */
export interface Taker {
  readonly node: NodeRow
  readonly batch: string | null
}

/** What is particular to a new run; the rest comes from its job. */
export interface RunSeed {
  readonly id: string
  readonly seq: number
  readonly kind: RunKind
  readonly fireAt: EpochMs
  readonly startDeadline: EpochMs | null
  readonly missed: number
  readonly input: string | null
  readonly upstream: readonly UpstreamRef[] | null
  readonly depth: number
}

/** Creates a run: without a slot it waits, with one it is pending, or running when somebody takes it at once. */
export function createRun(
  tables: Tables,
  job: JobRow,
  seed: RunSeed,
  given: { readonly slot: number | null; readonly taker: Taker | null; readonly by: RunMover },
): RunRow {
  const { slot, by } = given
  const taker = slot === null ? null : given.taker
  const state = slot === null ? 'waiting' : taker === null ? 'pending' : 'running'
  if (!mayMove(null, state, by)) throw new Error(`a run cannot begin ${state} by ${by}`)
  const row: RunRow = {
    id: seed.id,
    jobId: job.id,
    inc: job.inc,
    seq: seed.seq,
    kind: seed.kind,
    fireAt: seed.fireAt,
    task: job.task,
    taskVersion: job.taskVersion,
    executor: job.policies.executor,
    priority: job.policies.priority,
    state,
    slot,
    owner: taker === null ? null : taker.node.session,
    token: taker === null ? 0 : 1,
    batch: taker === null ? null : taker.batch,
    attempt: 1,
    recoveries: 0,
    crashes: 0,
    readyAt: state === 'pending' ? readyAtOf(job, seed.kind, tables.now) : null,
    startDeadline: seed.startDeadline,
    cancel: null,
    input: seed.input,
    result: null,
    error: null,
    upstream: seed.upstream,
    depth: seed.depth,
    missed: seed.missed,
    node: taker === null ? null : taker.node.name,
    publishedAt: tables.now,
    startedAt: taker === null ? null : tables.now,
    endedAt: null,
    expiresAt: null,
  }
  tables.insertRun(row)
  return row
}
