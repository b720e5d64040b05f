import type { RunQuery } from '@punctual/core/store'
import { runStates } from '../rows/run-row.ts'
import type { Statements } from '../statements/statements.ts'
import { condition, oneOf, type Condition } from './condition.ts'
import { tagged } from './job-scan.ts'
import { runPlace } from './run-cursor.ts'
import type { Scan } from './scan.ts'

/**
 * The ways to the runs that a query asks for: one along the index that fits, or one for each state, because runs of all
 * states together stand in no index by time.
 */
export function runScans(sql: Statements, query: RunQuery, limit: number): readonly Scan[] {
  if (query.ids?.length === 0 || query.states?.length === 0) return []
  const fire = query.order === 'fire'
  const at = fire ? 'fire_at' : 'published_at'
  const cursor = query.cursor ?? null
  const way = (lead: readonly Condition[], filters: readonly Condition[]): Scan => ({
    table: sql.runs.name,
    columns: `serial, ${sql.runs.columns}`,
    lead: [...lead, ...range(query, at)],
    filters,
    order: [at, 'serial'],
    descending: !fire,
    after: cursor === null ? null : runPlace(cursor),
    limit,
  })
  const lead = leadOf(query)
  const filters = filtersOf(sql, query)
  if (fire) filters.push(condition(`kind = 'fire'`))
  const states = query.states ?? null
  if (lead.length > 0) {
    return [way(lead, states === null ? filters : [...filters, oneOf('state', states)])]
  }
  return (states ?? runStates).map((state) => way([condition('state = ?', state)], filters))
}

/** What an index finds; the narrowest first. */
function leadOf(query: RunQuery): Condition[] {
  const { ids, owner, batch, job, task } = query
  const lead: Condition[] = []
  if (ids !== undefined) lead.push(oneOf('run_id', ids))
  if (owner !== undefined) lead.push(condition('owner = ?', owner))
  if (owner !== undefined && batch !== undefined) lead.push(condition('batch = ?', batch))
  if (job !== undefined) lead.push(condition('job_id = ?', job))
  if (lead.length === 0 && task !== undefined) lead.push(condition('task = ?', task))
  return lead
}

function filtersOf(sql: Statements, query: RunQuery): Condition[] {
  const { ids, owner, batch, job, task, tag } = query
  const filters: Condition[] = []
  const narrow = ids !== undefined || owner !== undefined || job !== undefined
  if (task !== undefined && narrow) filters.push(condition('task = ?', task))
  if (batch !== undefined && owner === undefined) filters.push(condition('batch = ?', batch))
  if (tag !== undefined) filters.push(tagged(sql, 'w.job_id', tag))
  return filters
}

function range(query: RunQuery, at: string): readonly Condition[] {
  const bounds: Condition[] = []
  if (query.from !== undefined) bounds.push(condition(`${at} >= ?`, query.from))
  if (query.until !== undefined) bounds.push(condition(`${at} <= ?`, query.until))
  return bounds
}
