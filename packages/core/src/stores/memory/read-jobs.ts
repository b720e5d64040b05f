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
  const { limit, cursor = null } = query
  const rows = query.ids === undefined ? allRows(jobs) : query.ids.map((id) => jobs.row(id))
  const page: JobRow[] = []
  for (const row of rows) {
    if (row === null || (cursor !== null && byBytes(row.id, cursor) <= 0)) continue
    if (fits(row, query)) keepFirst(page, row, limit + 1)
  }
  const items = page.slice(0, limit).map((row) => ({ ...row }))
  return { items, cursor: page.length > limit ? items[items.length - 1]!.id : null }
}

function* allRows(jobs: JobTable): Generator<JobRow> {
  for (const { row } of jobs.cells()) yield row
}

/** Keeps a list in order and no longer than `most`: what comes after its end is left out. */
function keepFirst(page: JobRow[], row: JobRow, most: number): void {
  let place = page.length
  if (place === most && byBytes(row.id, page[place - 1]!.id) > 0) return
  while (place > 0 && byBytes(page[place - 1]!.id, row.id) > 0) place -= 1
  page.splice(place, 0, row)
  if (page.length > most) page.pop()
}

function fits(row: JobRow, query: JobQuery): boolean {
  const { states, lastRun, task, tag, idPrefix } = query
  if (states !== undefined && !states.includes(row.state)) return false
  if (lastRun !== undefined && row.last?.state !== lastRun) return false
  if (task !== undefined && row.task !== task) return false
  if (tag !== undefined && !row.policies.tags.includes(tag)) return false
  return idPrefix === undefined || row.id.startsWith(idPrefix)
}
