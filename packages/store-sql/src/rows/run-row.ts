import type { RunKind, RunRow, RunState, UpstreamRef, RunError } from '@punctual/core/store'
import type { SqlRecord, SqlValue } from '../sql-value.ts'
import { fromJson, jsonOrNull } from './json-column.ts'
import { number, numberOrNull, text, textOrNull, word } from './record.ts'
import type { FieldsOf, RowColumns } from './row-columns.ts'

type Of = (run: RunRow) => SqlValue

/** The states before the end; in them a run stands in the index of live runs. */
export const liveStates: readonly RunState[] = ['waiting', 'pending', 'running']
export const runStates: readonly RunState[] = [
  ...liveStates,
  ...(['succeeded', 'failed', 'cancelled', 'lost'] as const),
]
const kinds: readonly RunKind[] = ['fire', 'manual', 'follow', 'backfill']

/** Priorities end at 100; so a higher priority is a smaller rank, and every rank is at least 0. */
const HIGHEST = 100

const values = {
  run_id: (run) => run.id,
  shard: () => 0,
  job_id: (run) => run.jobId,
  inc: (run) => run.inc,
  seq: (run) => run.seq,
  kind: (run) => run.kind,
  fire_at: (run) => run.fireAt,
  task: (run) => run.task,
  task_version: (run) => run.taskVersion,
  executor: (run) => run.executor,
  priority: (run) => run.priority,
  state: (run) => run.state,
  live_inc: (run) => (liveStates.includes(run.state) ? run.inc : null),
  slot: (run) => run.slot,
  owner: (run) => run.owner,
  token: (run) => run.token,
  batch: (run) => run.batch,
  attempt: (run) => run.attempt,
  recoveries: (run) => run.recoveries,
  crashes: (run) => run.crashes,
  ready_at: (run) => run.readyAt,
  ready_rank: (run) => (run.readyAt === null ? null : HIGHEST - run.priority),
  start_deadline: (run) => run.startDeadline,
  cancel: (run) => run.cancel,
  input: (run) => run.input,
  result: (run) => run.result,
  error: (run) => jsonOrNull(run.error),
  upstream: (run) => jsonOrNull(run.upstream),
  depth: (run) => run.depth,
  missed: (run) => run.missed,
  node: (run) => run.node,
  published_at: (run) => run.publishedAt,
  started_at: (run) => run.startedAt,
  ended_at: (run) => run.endedAt,
  expires_at: (run) => run.expiresAt,
} satisfies Record<string, Of>

const fields: FieldsOf<RunRow, typeof values> = {
  id: ['run_id'],
  jobId: ['job_id'],
  inc: ['inc', 'live_inc'],
  seq: ['seq'],
  kind: ['kind'],
  fireAt: ['fire_at'],
  task: ['task'],
  taskVersion: ['task_version'],
  executor: ['executor'],
  priority: ['priority', 'ready_rank'],
  state: ['state', 'live_inc'],
  slot: ['slot'],
  owner: ['owner'],
  token: ['token'],
  batch: ['batch'],
  attempt: ['attempt'],
  recoveries: ['recoveries'],
  crashes: ['crashes'],
  readyAt: ['ready_at', 'ready_rank'],
  startDeadline: ['start_deadline'],
  cancel: ['cancel'],
  input: ['input'],
  result: ['result'],
  error: ['error'],
  upstream: ['upstream'],
  depth: ['depth'],
  missed: ['missed'],
  node: ['node'],
  publishedAt: ['published_at'],
  startedAt: ['started_at'],
  endedAt: ['ended_at'],
  expiresAt: ['expires_at'],
}

function read(record: SqlRecord): RunRow {
  return {
    id: text(record, 'run_id'),
    jobId: text(record, 'job_id'),
    inc: text(record, 'inc'),
    seq: number(record, 'seq'),
    kind: word(record, 'kind', kinds),
    fireAt: number(record, 'fire_at'),
    task: text(record, 'task'),
    taskVersion: number(record, 'task_version'),
    executor: text(record, 'executor'),
    priority: number(record, 'priority'),
    state: word(record, 'state', runStates),
    slot: numberOrNull(record, 'slot'),
    owner: textOrNull(record, 'owner'),
    token: number(record, 'token'),
    batch: textOrNull(record, 'batch'),
    attempt: number(record, 'attempt'),
    recoveries: number(record, 'recoveries'),
    crashes: number(record, 'crashes'),
    readyAt: numberOrNull(record, 'ready_at'),
    startDeadline: numberOrNull(record, 'start_deadline'),
    cancel: textOrNull(record, 'cancel'),
    input: textOrNull(record, 'input'),
    result: textOrNull(record, 'result'),
    error: parsed<RunError>(textOrNull(record, 'error')),
    upstream: parsed<readonly UpstreamRef[]>(textOrNull(record, 'upstream')),
    depth: number(record, 'depth'),
    missed: number(record, 'missed'),
    node: textOrNull(record, 'node'),
    publishedAt: number(record, 'published_at'),
    startedAt: numberOrNull(record, 'started_at'),
    endedAt: numberOrNull(record, 'ended_at'),
    expiresAt: numberOrNull(record, 'expires_at'),
  }
}

function parsed<T>(json: string | null): T | null {
  return json === null ? null : fromJson<T>(json)
}

/** A run in its table. `live_inc` is its `inc` until it ends, `ready_rank` orders those that may be claimed. */
export const runColumns: RowColumns<RunRow> = { key: ['run_id'], values, fields, read }
