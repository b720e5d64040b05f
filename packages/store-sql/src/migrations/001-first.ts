import type { ColumnTypes } from '../dialect.ts'
import { indexName, type TableNames } from '../table-names.ts'
import type { Migration } from './migration.ts'

/**
 * The first schema. Columns that no statement uses yet are here so that using them needs no migration. Columns that are
 * searched by state hold NULL outside that state, so that plain indexes stay short where partial ones do not exist.
 */
export const first: Migration = {
  version: 1,
  minWriter: 1,
  statements: (names, types) => [
    ...jobs(names, types),
    ...runs(names, types),
    ...spans(names, types),
    ...others(names, types),
  ],
}

function jobs(
  names: TableNames,
  { id, text, ms, int, unlessNull }: ColumnTypes,
): readonly string[] {
  return [
    `CREATE TABLE ${names.jobs} (
  id ${id} NOT NULL PRIMARY KEY,
  shard ${int} NOT NULL, inc ${id} NOT NULL, version ${ms} NOT NULL, revision ${ms} NOT NULL,
  app ${id}, source ${id} NOT NULL,
  declared ${text}, declared_at ${ms}, def_hash ${id}, override ${text}, undeclared_since ${ms},
  task ${id} NOT NULL, task_version ${int} NOT NULL, executor ${id} NOT NULL,
  timing ${text} NOT NULL, mode ${id} NOT NULL, anchor ${ms} NOT NULL, delay_ms ${ms},
  input ${text}, policies ${text} NOT NULL, given ${text} NOT NULL,
  priority ${int} NOT NULL, max_instances ${int} NOT NULL, overlap ${id} NOT NULL, max_queue ${int} NOT NULL,
  on_node_loss ${id} NOT NULL, max_crashes ${int} NOT NULL, keep ${int} NOT NULL, max_age ${ms} NOT NULL,
  concurrency_key ${id}, concurrency_limit ${int},
  state ${id} NOT NULL, pause_reason ${text}, pause_by ${text}, pause_at ${ms}, held_next ${ms},
  next_at ${ms}, high ${ms}, run_seq ${ms} NOT NULL, runs_left ${ms},
  last_run_id ${text}, last_state ${id}, last_ended_at ${ms}, failures ${int} NOT NULL,
  created_at ${ms} NOT NULL, updated_at ${ms} NOT NULL
)`,
    `CREATE INDEX ${indexName(names.jobs, 'due')} ON ${names.jobs} (shard, next_at)${unlessNull('next_at')}`,
    `CREATE INDEX ${indexName(names.jobs, 'task')} ON ${names.jobs} (task, id)`,
    `CREATE INDEX ${indexName(names.jobs, 'app')} ON ${names.jobs} (app)${unlessNull('app')}`,
    `CREATE INDEX ${indexName(names.jobs, 'unarmed')} ON ${names.jobs} (mode, state, next_at)`,
    `CREATE TABLE ${names.jobTags} (
  tag ${id} NOT NULL, job_id ${id} NOT NULL,
  PRIMARY KEY (tag, job_id)
)`,
    `CREATE INDEX ${indexName(names.jobTags, 'job')} ON ${names.jobTags} (job_id)`,
  ]
}

function runs(
  names: TableNames,
  { id, text, ms, int, serial, unlessNull }: ColumnTypes,
): readonly string[] {
  return [
    `CREATE TABLE ${names.runs} (
  serial ${serial}, run_id ${id} NOT NULL UNIQUE,
  shard ${int} NOT NULL, job_id ${id} NOT NULL, inc ${id} NOT NULL, seq ${ms} NOT NULL,
  kind ${id} NOT NULL, fire_at ${ms} NOT NULL,
  task ${id} NOT NULL, task_version ${int} NOT NULL, executor ${id} NOT NULL, priority ${int} NOT NULL,
  state ${id} NOT NULL, live_inc ${id}, slot ${int}, owner ${id}, token ${ms} NOT NULL, batch ${id},
  attempt ${int} NOT NULL, recoveries ${int} NOT NULL, crashes ${int} NOT NULL,
  ready_at ${ms}, ready_rank ${int}, start_deadline ${ms}, cancel ${text},
  input ${text}, result ${text}, error ${text}, upstream ${text}, signal_due ${int},
  depth ${int} NOT NULL, missed ${int} NOT NULL, concurrency_key ${id}, node ${text},
  published_at ${ms} NOT NULL, started_at ${ms}, ended_at ${ms}, expires_at ${ms}
)`,
    `CREATE UNIQUE INDEX ${indexName(names.runs, 'live')} ON ${names.runs} (live_inc, slot)${unlessNull('live_inc')}`,
    `CREATE INDEX ${indexName(names.runs, 'seq')} ON ${names.runs} (job_id, seq)`,
    `CREATE INDEX ${indexName(names.runs, 'ready')} ON ${names.runs} (task, executor, ready_rank, ready_at)${unlessNull('ready_at')}`,
    `CREATE INDEX ${indexName(names.runs, 'later')} ON ${names.runs} (task, executor, ready_at)${unlessNull('ready_at')}`,
    `CREATE INDEX ${indexName(names.runs, 'owner')} ON ${names.runs} (owner, batch)${unlessNull('owner')}`,
    `CREATE INDEX ${indexName(names.runs, 'expiry')} ON ${names.runs} (expires_at)${unlessNull('expires_at')}`,
    `CREATE INDEX ${indexName(names.runs, 'state')} ON ${names.runs} (state, published_at, serial)`,
    `CREATE INDEX ${indexName(names.runs, 'task')} ON ${names.runs} (task, published_at, serial)`,
  ]
}

function spans(names: TableNames, { id, ms }: ColumnTypes): readonly string[] {
  return [
    `CREATE TABLE ${names.spans} (
  job_id ${id} NOT NULL, inc ${id} NOT NULL, first_at ${ms} NOT NULL, last_at ${ms} NOT NULL,
  n ${ms} NOT NULL, reason ${id} NOT NULL, cause ${id}, expires_at ${ms} NOT NULL,
  PRIMARY KEY (job_id, inc, first_at)
)`,
    `CREATE INDEX ${indexName(names.spans, 'number')} ON ${names.spans} (job_id, n)`,
    `CREATE INDEX ${indexName(names.spans, 'expiry')} ON ${names.spans} (expires_at)`,
  ]
}

function others(names: TableNames, { id, text, ms, int }: ColumnTypes): readonly string[] {
  return [
    `CREATE TABLE ${names.follows} (
  child_id ${id} NOT NULL, parent_id ${id} NOT NULL,
  ends_on ${id} NOT NULL, need ${id} NOT NULL, arrived ${text},
  PRIMARY KEY (child_id, parent_id)
)`,
    `CREATE INDEX ${indexName(names.follows, 'parent')} ON ${names.follows} (parent_id)`,
    `CREATE TABLE ${names.nodes} (
  session ${id} NOT NULL PRIMARY KEY,
  app ${id}, name ${text} NOT NULL, role ${id} NOT NULL, version ${text}, lib ${text},
  beat ${ms} NOT NULL, alive ${int} NOT NULL, free ${int} NOT NULL,
  caps ${text}, declared ${text} NOT NULL, place ${text},
  started_at ${ms} NOT NULL, seen_at ${ms} NOT NULL
)`,
    `CREATE TABLE ${names.notes} (
  run_id ${id} NOT NULL, n ${int} NOT NULL,
  noted_at ${ms} NOT NULL, level ${id}, line ${text}, progress ${text},
  PRIMARY KEY (run_id, n)
)`,
  ]
}
