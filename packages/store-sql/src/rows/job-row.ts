import type { Declaration, JobRow, JobState, RunState, TriggerMode } from '@punctual/core/store'
import type { SqlRecord, SqlValue } from '../sql-value.ts'
import { listFrom, listText, policiesFrom, policiesText } from './json-column.ts'
import { number, numberOrNull, text, textOrNull, word } from './record.ts'
import type { FieldsOf, RowColumns } from './row-columns.ts'
import { runStates } from './run-row.ts'

type Of = (job: JobRow) => SqlValue

export const jobStates: readonly JobState[] = ['active', 'paused', 'undeclared', 'finished']
const modes: readonly TriggerMode[] = ['time', 'delay', 'event']
const sources: readonly JobRow['source'][] = ['code', 'route', 'decorator', 'api']

const values = {
  id: (job) => job.id,
  shard: () => 0,
  inc: (job) => job.inc,
  version: (job) => job.version,
  revision: (job) => job.revision,
  app: (job) => job.declaration?.app ?? null,
  source: (job) => job.source,
  declared: (job) => job.declaration?.text ?? null,
  declared_at: (job) => job.declaration?.at ?? null,
  def_hash: (job) => job.declaration?.hash ?? null,
  override: (job) => (job.declaration === null ? null : listText(job.declaration.edited)),
  undeclared_since: (job) => job.declaration?.missingSince ?? null,
  task: (job) => job.task,
  task_version: (job) => job.taskVersion,
  executor: (job) => job.policies.executor,
  timing: (job) => job.trigger,
  mode: (job) => job.mode,
  anchor: (job) => job.anchor,
  delay_ms: (job) => job.delay,
  input: (job) => job.input,
  policies: (job) => policiesText(job.policies),
  given: (job) => listText(job.given),
  priority: (job) => job.policies.priority,
  max_instances: (job) => job.policies.maxInstances,
  overlap: (job) => job.policies.overlap,
  max_queue: (job) => job.policies.maxQueue,
  on_node_loss: (job) => job.policies.onNodeLoss,
  max_crashes: (job) => job.policies.maxCrashes,
  keep: (job) => job.policies.history.keep,
  max_age: (job) => job.policies.history.maxAge,
  state: (job) => job.state,
  pause_reason: (job) => job.pause?.reason ?? null,
  pause_by: (job) => job.pause?.by ?? null,
  pause_at: (job) => job.pause?.at ?? null,
  held_next: (job) => job.heldNext,
  next_at: (job) => job.nextAt,
  high: (job) => job.high,
  run_seq: (job) => job.runSeq,
  runs_left: (job) => job.runsLeft,
  last_run_id: (job) => job.last?.runId ?? null,
  last_state: (job) => job.last?.state ?? null,
  last_ended_at: (job) => job.last?.endedAt ?? null,
  failures: (job) => job.failures,
  created_at: (job) => job.createdAt,
  updated_at: (job) => job.updatedAt,
} satisfies Record<string, Of>

const fields: FieldsOf<JobRow, typeof values> = {
  id: ['id'],
  inc: ['inc'],
  version: ['version'],
  revision: ['revision'],
  task: ['task'],
  taskVersion: ['task_version'],
  trigger: ['timing'],
  mode: ['mode'],
  anchor: ['anchor'],
  delay: ['delay_ms'],
  input: ['input'],
  policies: [
    ...(['policies', 'executor', 'priority', 'max_instances', 'overlap', 'max_queue'] as const),
    ...(['on_node_loss', 'max_crashes', 'keep', 'max_age'] as const),
  ],
  given: ['given'],
  source: ['source'],
  declaration: ['app', 'declared', 'declared_at', 'def_hash', 'override', 'undeclared_since'],
  state: ['state'],
  pause: ['pause_reason', 'pause_by', 'pause_at'],
  heldNext: ['held_next'],
  nextAt: ['next_at'],
  high: ['high'],
  runSeq: ['run_seq'],
  runsLeft: ['runs_left'],
  last: ['last_run_id', 'last_state', 'last_ended_at'],
  failures: ['failures'],
  createdAt: ['created_at'],
  updatedAt: ['updated_at'],
}

function read(record: SqlRecord): JobRow {
  return {
    id: text(record, 'id'),
    inc: text(record, 'inc'),
    version: number(record, 'version'),
    revision: number(record, 'revision'),
    task: text(record, 'task'),
    taskVersion: number(record, 'task_version'),
    trigger: text(record, 'timing'),
    mode: word(record, 'mode', modes),
    anchor: number(record, 'anchor'),
    delay: numberOrNull(record, 'delay_ms'),
    input: textOrNull(record, 'input'),
    policies: policiesFrom(text(record, 'policies')),
    given: listFrom(text(record, 'given')),
    source: word(record, 'source', sources),
    declaration: declarationFrom(record),
    state: word(record, 'state', jobStates),
    pause: pauseFrom(record),
    heldNext: numberOrNull(record, 'held_next'),
    nextAt: numberOrNull(record, 'next_at'),
    high: numberOrNull(record, 'high'),
    runSeq: number(record, 'run_seq'),
    runsLeft: numberOrNull(record, 'runs_left'),
    last: lastFrom(record),
    failures: number(record, 'failures'),
    createdAt: number(record, 'created_at'),
    updatedAt: number(record, 'updated_at'),
  }
}

function declarationFrom(record: SqlRecord): Declaration | null {
  const hash = textOrNull(record, 'def_hash')
  if (hash === null) return null
  return {
    app: textOrNull(record, 'app'),
    hash,
    text: text(record, 'declared'),
    at: number(record, 'declared_at'),
    edited: listFrom(text(record, 'override')),
    missingSince: numberOrNull(record, 'undeclared_since'),
  }
}

function pauseFrom(record: SqlRecord): JobRow['pause'] {
  const at = numberOrNull(record, 'pause_at')
  if (at === null) return null
  return { reason: textOrNull(record, 'pause_reason'), by: textOrNull(record, 'pause_by'), at }
}

function lastFrom(record: SqlRecord): JobRow['last'] {
  const runId = textOrNull(record, 'last_run_id')
  if (runId === null) return null
  const state: RunState = word(record, 'last_state', runStates)
  return { runId, state, endedAt: number(record, 'last_ended_at') }
}

/** A job in its table; the policies that SQL itself may have to read stand beside their JSON text. */
export const jobColumns: RowColumns<JobRow> = { key: ['id'], values, fields, read }
