import type { JobRow } from '@punctual/core/store'
import { member, type Place } from './member.ts'
import { sortable } from './sortable.ts'
import type { Table } from './table.ts'

export const jobTable: Table<JobRow> = {
  name: 'jobs',
  key: ({ id }) => id,
  places: (job) => [
    { index: 'jobs.id', member: job.id },
    { index: 'jobs.task', member: member(job.task, job.id) },
    { index: 'jobs.state', member: member(job.state, job.id) },
    ...job.policies.tags.map((tag) => ({ index: 'jobs.tag', member: member(tag, job.id) })),
    ...(job.last === null ? [] : [{ index: 'jobs.last', member: member(job.last.state, job.id) }]),
    ...armed(job),
    ...declared(job),
  ],
}

function armed({ id, state, mode, nextAt }: JobRow): readonly Place[] {
  if (state !== 'active') return []
  if (nextAt !== null) return [{ index: 'jobs.due', member: member(sortable(nextAt), id) }]
  return mode === 'delay' ? [{ index: 'jobs.unarmed', member: id }] : []
}

function declared({ id, state, declaration }: JobRow): readonly Place[] {
  if (state !== 'active' && state !== 'paused') return []
  const app = declaration?.app ?? null
  return app === null ? [] : [{ index: 'jobs.app', member: member(app, id) }]
}
