import type { Page } from '../../jobs/job.ts'
import type { JobRow } from '../../store/rows.ts'
import type { JobQuery } from '../../store/store-reader.ts'
import { byBytes } from './by-bytes.ts'
import type { JobTable } from './job-table.ts'

export interface JobSource {
  readonly jobs: JobTable
}

/** One page of jobs by id; the cursor is the last id of the page before. */
export function readJobs({ jobs }: JobSource, query: JobQuery): Page<JobRow> {
  const { limit, cursor = null, ids } = query
  const items: JobRow[] = []
  for (const row of ids === undefined ? rowsFrom(jobs, query) : rowsOf(jobs, ids)) {
    if (cursor !== null && byBytes(row.id, cursor) <= 0) continue
    if (!fits(row, query)) continue
    if (items.length === limit) return { items, cursor: items[limit - 1]?.id ?? null }
    items.push({ ...row })
  }
  return { items, cursor: null }
}

function rowsOf(jobs: JobTable, ids: readonly string[]): JobRow[] {
  return [...new Set(ids)].sort(byBytes).flatMap((id) => jobs.row(id) ?? [])
}

function* rowsFrom(jobs: JobTable, { cursor, idPrefix = '' }: JobQuery): Generator<JobRow> {
  const from = cursor === null || cursor === undefined ? '' : cursor
  for (const { row } of jobs.from(byBytes(from, idPrefix) < 0 ? idPrefix : from)) {
    if (!row.id.startsWith(idPrefix)) return
    yield row
  }
}

function fits(row: JobRow, query: JobQuery): boolean {
  const { states, lastRun, task, tag, idPrefix } = query
  if (states !== undefined && !states.includes(row.state)) return false
  if (lastRun !== undefined && row.last?.state !== lastRun) return false
  if (task !== undefined && row.task !== task) return false
  if (tag !== undefined && !row.policies.tags.includes(tag)) return false
  return idPrefix === undefined || row.id.startsWith(idPrefix)
}
