import type { Page } from '../../jobs/job.ts'
import { PunctualError } from '../../errors/punctual-error.ts'
import type { RunRow } from '../../store/rows.ts'
import type { RunQuery } from '../../store/store-reader.ts'
import type { JobTable } from './job-table.ts'
import type { Ledgers } from './ledgers.ts'
import type { RunCell } from './run-cell.ts'
import type { RunTable } from './run-table.ts'

export interface RunSource {
  readonly jobs: JobTable
  readonly runs: RunTable
  readonly ledgers: Ledgers
}

/** One page of runs: the newest first, or the fires of a job by their instants. */
export function readRuns(source: RunSource, query: RunQuery): Page<RunRow> {
  const byFire = query.order === 'fire'
  const cells = byFire ? firesOf(source, query) : newestOf(source, query)
  const found: RunCell[] = []
  for (const cell of cells) {
    if (!fits(source, cell.row, query)) continue
    found.push(cell)
    if (found.length > query.limit) break
  }
  const page = found.slice(0, query.limit)
  const last = page[page.length - 1]
  const more = found.length > query.limit && last !== undefined
  return {
    items: page.map(({ row }) => ({ ...row })),
    cursor: more ? cursorOf(last, byFire) : null,
  }
}

function cursorOf({ row, serial }: RunCell, byFire: boolean): string {
  return byFire ? `${row.fireAt}.${serial}` : String(serial)
}

function newestOf(source: RunSource, { cursor, ids, owner, job }: RunQuery): Iterable<RunCell> {
  const [before = Infinity] = numbersOf(cursor)
  if (ids === undefined && owner === undefined && job === undefined) {
    return source.runs.log.newestBefore(before)
  }
  const cells = someOf(source, { ids, owner, job })
  return cells.filter((cell) => cell.serial < before).sort((a, b) => b.serial - a.serial)
}

function someOf(
  { runs, ledgers }: RunSource,
  { ids, owner, job }: { [K in 'ids' | 'owner' | 'job']: RunQuery[K] | undefined },
): readonly RunCell[] {
  if (ids !== undefined) return [...new Set(ids)].flatMap((id) => runs.cell(id) ?? [])
  if (owner !== undefined) return runs.owned.of(owner)
  return job === undefined ? [] : (ledgers.get(job)?.runs ?? [])
}

function firesOf(source: RunSource, query: RunQuery): readonly RunCell[] {
  const [at = -Infinity, serial = -1] = numbersOf(query.cursor)
  const { job } = query
  const cells =
    job === undefined
      ? [...source.runs.log.newestBefore(Infinity)]
      : someOf(source, { ids: undefined, owner: undefined, job })
  return cells
    .filter(({ row }) => row.kind === 'fire' && row.fireAt >= at)
    .filter((cell) => cell.row.fireAt > at || cell.serial > serial)
    .sort((a, b) => a.row.fireAt - b.row.fireAt || a.serial - b.serial)
}

function numbersOf(cursor: string | null | undefined): readonly number[] {
  if (cursor === null || cursor === undefined) return []
  const numbers = cursor.split('.').map(Number)
  if (numbers.every(Number.isFinite)) return numbers
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    'this is not a cursor of this list: pass the one that came with the page before',
  )
}

function fits({ jobs }: RunSource, row: RunRow, query: RunQuery): boolean {
  const { ids, owner, batch, job, task, tag, states, from, until, order } = query
  if (ids !== undefined && !ids.includes(row.id)) return false
  if (owner !== undefined && row.owner !== owner) return false
  if (batch !== undefined && row.batch !== batch) return false
  if (job !== undefined && row.jobId !== job) return false
  if (task !== undefined && row.task !== task) return false
  if (states !== undefined && !states.includes(row.state)) return false
  const at = order === 'fire' ? row.fireAt : row.publishedAt
  if ((from !== undefined && at < from) || (until !== undefined && at > until)) return false
  return tag === undefined || jobs.row(row.jobId)?.policies.tags.includes(tag) === true
}
