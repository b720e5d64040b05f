import type { JobQuery } from '@punctual/core/store'
import type { Statements } from '../statements/statements.ts'
import { condition, oneOf, type Condition } from './condition.ts'
import { idPrefix } from './id-prefix.ts'
import type { Scan } from './scan.ts'

/** The way to the jobs that a query asks for, by id; null when it can have none. */
export function jobScan(sql: Statements, query: JobQuery, limit: number): Scan | null {
  if (query.ids?.length === 0 || query.states?.length === 0) return null
  const lead: Condition[] = idPrefix('id', query.idPrefix ?? '').slice()
  if (query.ids !== undefined) lead.push(oneOf('id', query.ids))
  if (query.task !== undefined) lead.push(condition('task = ?', query.task))
  const filters: Condition[] = []
  if (query.states !== undefined) filters.push(oneOf('state', query.states))
  if (query.lastRun !== undefined) filters.push(condition('last_state = ?', query.lastRun))
  if (query.tag !== undefined) filters.push(tagged(sql, 'w.id', query.tag))
  const cursor = query.cursor ?? null
  return {
    table: sql.jobs.name,
    columns: sql.jobs.columns,
    lead,
    filters,
    order: ['id'],
    descending: false,
    after: cursor === null ? null : [cursor],
    limit,
  }
}

/** That the job of a row has a tag. */
export function tagged(sql: Statements, jobId: string, tag: string): Condition {
  return condition(
    `EXISTS (SELECT 1 FROM ${sql.names.jobTags} t WHERE t.tag = ? AND t.job_id = ${jobId})`,
    tag,
  )
}
