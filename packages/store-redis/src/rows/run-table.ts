import type { RunRow } from '@punctual/core/store'
import { member, runPlace, type Place } from './member.ts'
import { sortable } from './sortable.ts'
import type { Table } from './table.ts'

export const runTable: Table<RunRow> = {
  name: 'runs',
  key: ({ id }) => id,
  places: (run) => {
    const published = runPlace(run.publishedAt, run)
    return [
      { index: 'runs.published', member: published },
      { index: 'runs.job', member: member(run.jobId, published) },
      { index: 'runs.task', member: member(run.task, published) },
      { index: 'runs.state', member: member(run.state, published) },
      ...fire(run),
      ...live(run),
      ...(run.owner === null ? [] : [{ index: 'runs.owned', member: member(run.owner, run.id) }]),
      ...expiring(run),
    ]
  },
}

function fire(run: RunRow): readonly Place[] {
  if (run.kind !== 'fire') return []
  return [{ index: 'runs.fire', member: member(run.jobId, runPlace(run.fireAt, run)) }]
}

function live(run: RunRow): readonly Place[] {
  const { id, jobId, seq, state } = run
  if (state !== 'waiting' && state !== 'pending' && state !== 'running') return []
  const place = member(jobId, sortable(seq), id)
  return [
    { index: 'runs.live', member: place },
    ...(state === 'waiting' ? [{ index: 'runs.waiting', member: place }] : []),
    ...ready(run),
  ]
}

/** By executor, task and version of the task, then as they are to be taken: `ready` of the read script takes it apart. */
function ready(run: RunRow): readonly Place[] {
  const { state, readyAt, executor, task, taskVersion, priority, id } = run
  if (state !== 'pending' || readyAt === null) return []
  const order = `${sortable(taskVersion)}${sortable(-priority)}${sortable(readyAt)}`
  return [{ index: 'runs.ready', member: member(executor, task, order, id) }]
}

function expiring({ id, expiresAt }: RunRow): readonly Place[] {
  if (expiresAt === null) return []
  return [{ index: 'runs.expires', member: member(sortable(expiresAt), id) }]
}
