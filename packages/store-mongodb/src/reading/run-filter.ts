import type { RunQuery } from '@punctual/core/store'
import { afterCursor } from './run-cursor.ts'

/** What a query asks of runs; but for the tag; graves have no instant of publishing. */
export function runFilter(query: RunQuery): object {
  const { ids, owner, batch, job, task, states, from, until, order, cursor = null } = query
  const at = order === 'fire' ? 'fireAt' : 'publishedAt'
  const about: object[] = [{ publishedAt: { $exists: true } }]
  if (ids !== undefined) about.push({ _id: { $in: ids } })
  if (owner !== undefined) about.push({ owner })
  if (batch !== undefined) about.push({ batch })
  if (job !== undefined) about.push({ jobId: job })
  if (task !== undefined) about.push({ task })
  if (states !== undefined) about.push({ state: { $in: states } })
  if (order === 'fire') about.push({ kind: 'fire' })
  if (from !== undefined) about.push({ [at]: { $gte: from } })
  if (until !== undefined) about.push({ [at]: { $lte: until } })
  if (cursor !== null) about.push(afterCursor(cursor, order))
  return { $and: about }
}
