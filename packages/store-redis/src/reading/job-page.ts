import type { JobQuery, JobRow, Page } from '@punctual/core/store'
import { byBytes } from './by-bytes.ts'
import { scan, type Scan } from './scan.ts'
import { rowsByKey, type Source } from './source.ts'

/** One page of jobs by id; the cursor is the last id of the page before. */
export async function jobPage(source: Source, query: JobQuery): Promise<Page<JobRow>> {
  const found = await jobsOf(source, query)
  const items = found.slice(0, query.limit)
  return { items, cursor: found.length > query.limit ? (items.at(-1)?.id ?? null) : null }
}

async function jobsOf(source: Source, query: JobQuery): Promise<readonly JobRow[]> {
  const { ids, states, cursor = null } = query
  if (ids !== undefined) {
    const rows = await rowsByKey<JobRow>(source, 'jobs', [...new Set(ids)])
    return rows
      .filter((row) => fits(row, query) && (cursor === null || byBytes(row.id, cursor) > 0))
      .toSorted((a, b) => byBytes(a.id, b.id))
  }
  if (states?.length === 0) return []
  const plans = waysOf(query).map(([index, prefix]) => plan(query, index, prefix))
  const found = await Promise.all(plans.map((one) => scan(source, one)))
  return found.length === 1 ? found[0]! : found.flat().toSorted((a, b) => byBytes(a.id, b.id))
}

/** The indexes that lead to the jobs: the narrowest, or one way for each state. */
function waysOf({ tag, task, states, lastRun }: JobQuery): (readonly [string, string])[] {
  if (tag !== undefined) return [['jobs.tag', `${tag}\n`]]
  if (task !== undefined) return [['jobs.task', `${task}\n`]]
  if (states !== undefined) return [...new Set(states)].map((one) => ['jobs.state', `${one}\n`])
  if (lastRun !== undefined) return [['jobs.last', `${lastRun}\n`]]
  return [['jobs.id', '']]
}

function plan(query: JobQuery, index: string, prefix: string): Scan<JobRow> {
  const { idPrefix = '', cursor = null } = query
  return {
    ...{ index, table: 'jobs', prefix, from: idPrefix, until: idPrefix, after: cursor },
    ...{ descending: false, limit: query.limit + 1 },
    place: ({ id }) => id,
    filter: (rows) => rows.filter((row) => fits(row, query)),
  }
}

function fits(row: JobRow, { states, lastRun, task, tag, idPrefix }: JobQuery): boolean {
  if (states !== undefined && !states.includes(row.state)) return false
  if (lastRun !== undefined && row.last?.state !== lastRun) return false
  if (task !== undefined && row.task !== task) return false
  if (tag !== undefined && !row.policies.tags.includes(tag)) return false
  return idPrefix === undefined || row.id.startsWith(idPrefix)
}
