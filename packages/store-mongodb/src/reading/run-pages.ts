import type { RunQuery } from '@punctual/core/store'
import type { Collections } from '../collections.ts'
import type { RowDocument } from '../rows/document.ts'
import { foundDocuments } from './found-rows.ts'
import { runCursor } from './run-cursor.ts'
import { runFilter } from './run-filter.ts'

/** Runs that are looked at together when their jobs have to be asked for a tag. */
const WINDOW = 1_000

/** The first runs that fit a query. Runs do not carry the tags of their job, which may change, so these are looked up. */
export async function runDocuments(
  rows: Collections['rows'],
  query: RunQuery,
  limit: number,
): Promise<readonly RowDocument[]> {
  const { order, tag } = query
  const sort = order === 'fire' ? { fireAt: 1, serial: 1 } : { publishedAt: -1, serial: -1 }
  if (tag === undefined) return foundDocuments(rows.runs, runFilter(query), { sort, limit })
  const found: RowDocument[] = []
  for (let cursor = query.cursor ?? null; ;) {
    const filter = runFilter({ ...query, cursor })
    const window = await foundDocuments(rows.runs, filter, { sort, limit: WINDOW })
    found.push(...(await tagged(rows, window, tag)))
    const last = window.at(-1)
    if (found.length >= limit || last === undefined || window.length < WINDOW) {
      return found.slice(0, limit)
    }
    cursor = runCursor(last, order)
  }
}

async function tagged(
  { jobs }: Collections['rows'],
  runs: readonly RowDocument[],
  tag: string,
): Promise<readonly RowDocument[]> {
  if (runs.length === 0) return []
  const _id = { $in: [...new Set(runs.map(({ jobId }) => jobId))] }
  const options = { projection: { step: 1 } }
  const found = await foundDocuments(jobs, { _id, 'policies.tags': tag }, options)
  const ids = new Set<unknown>(found.map((job) => job._id))
  return runs.filter(({ jobId }) => ids.has(jobId))
}
