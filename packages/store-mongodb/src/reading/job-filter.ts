import type { JobQuery } from '@punctual/core/store'
import { idPrefix } from './id-prefix.ts'

/** What a query asks of jobs; graves have no state. */
export function jobFilter(query: JobQuery): object {
  const { ids, states, lastRun, task, tag, cursor = null } = query
  const about: object[] = []
  if (ids !== undefined) about.push({ _id: { $in: ids } })
  if (query.idPrefix !== undefined && query.idPrefix !== '') {
    about.push({ _id: idPrefix(query.idPrefix) })
  }
  if (cursor !== null) about.push({ _id: { $gt: cursor } })
  about.push({ state: states === undefined ? { $exists: true } : { $in: states } })
  if (lastRun !== undefined) about.push({ 'last.state': lastRun })
  if (task !== undefined) about.push({ task })
  if (tag !== undefined) about.push({ 'policies.tags': tag })
  return { $and: about }
}
