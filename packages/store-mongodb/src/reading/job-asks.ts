import type { EpochMs, JobRow } from '@punctual/core/store'
import type { Collections } from '../collections.ts'
import { jobCodec } from '../rows/job-codec.ts'
import { foundDocuments, foundRows } from './found-rows.ts'

type Rows = Collections['rows']

/** Jobs that a repair looks at; one that was forgotten grows old, and the oldest come first. */
const LOOKED_AT = 500

export function dueJobs({ jobs }: Rows, until: EpochMs, limit: number): Promise<readonly JobRow[]> {
  return foundRows(jobs, jobCodec, { nextAt: { $lte: until } }, { sort: { nextAt: 1 }, limit })
}

export async function nextDue({ jobs }: Rows, until: EpochMs): Promise<EpochMs | null> {
  const [next] = await foundDocuments(
    jobs,
    { nextAt: { $gt: until } },
    { sort: { nextAt: 1 }, limit: 1, projection: { nextAt: 1, step: 1 } },
  )
  return typeof next?.['nextAt'] === 'number' ? next['nextAt'] : null
}

export async function unarmedJobs({ jobs, runs }: Rows, limit: number): Promise<readonly JobRow[]> {
  const filter = { mode: 'delay', state: 'active', nextAt: { $exists: false } }
  const options = { sort: { updatedAt: 1 }, limit: LOOKED_AT }
  const all = await foundRows(jobs, jobCodec, filter, options)
  if (all.length === 0) return []
  const jobId = { $in: all.map(({ id }) => id) }
  const live = await foundDocuments(
    runs,
    { jobId, live: true },
    { projection: { inc: 1, step: 1 } },
  )
  const running = new Set(live.map(({ inc }) => inc))
  return all.filter(({ inc }) => !running.has(inc)).slice(0, limit)
}

/** The longest waiting first, and no more than are worth a look. */
export async function queuedJobs({ jobs, runs }: Rows, limit: number): Promise<readonly JobRow[]> {
  const waiting = await foundDocuments(
    runs,
    { state: 'waiting' },
    { sort: { publishedAt: 1 }, limit, projection: { jobId: 1, step: 1 } },
  )
  if (waiting.length === 0) return []
  const _id = { $in: [...new Set(waiting.map(({ jobId }) => jobId))] }
  return foundRows(jobs, jobCodec, { _id })
}
