import { PunctualError, type Page, type RunQuery, type RunRow } from '@punctual/core/store'
import { sortable } from '../rows/sortable.ts'
import { byBytes } from './by-bytes.ts'
import { placeIn, placeOfCursor, runCursor, timeOf } from './run-order.ts'
import { scan, type Scan } from './scan.ts'
import { replyTo, rowsByKey, rowsOf, type Source } from './source.ts'

/** One page of runs: the newest first, or the fires of a job by their instants. */
export async function runPage(source: Source, query: RunQuery): Promise<Page<RunRow>> {
  const found = await runsOf(source, query)
  const items = found.slice(0, query.limit)
  const last = found.length > query.limit ? items.at(-1) : undefined
  return { items, cursor: last === undefined ? null : runCursor(last, query.order) }
}

async function runsOf(source: Source, query: RunQuery): Promise<readonly RunRow[]> {
  const { ids, owner, states } = query
  const after = placeOfCursor(query.cursor)
  if (states?.length === 0) return []
  if (ids !== undefined) {
    return listed(source, query, after, await rowsByKey(source, 'runs', [...new Set(ids)]))
  }
  if (owner !== undefined) return listed(source, query, after, await ownedBy(source, owner))
  const plans = waysOf(query).map(([index, prefix]) => plan(source, query, after, index, prefix))
  const found = await Promise.all(plans.map((one) => scan(source, one)))
  return found.length === 1 ? found[0]! : sorted(query, found.flat())
}

/** Runs of which there are few: filtered and sorted here. */
async function listed(
  source: Source,
  query: RunQuery,
  after: string | null,
  rows: readonly RunRow[],
): Promise<readonly RunRow[]> {
  const place = placeIn(query.order)
  const back = query.order !== 'fire'
  const fitting = await filtered(source, query, rows)
  return sorted(query, fitting).filter((row) => {
    if (after === null) return true
    const place_ = byBytes(place(row), after)
    return back ? place_ < 0 : place_ > 0
  })
}

async function ownedBy(source: Source, owner: string): Promise<readonly RunRow[]> {
  const reply = await replyTo(source, (call) => {
    const prefix = `${owner}\n`
    call.add('range', call.key('runs.owned'), call.key('runs'), `[${prefix}`, `*${prefix}`, -1)
  })
  return rowsOf(reply, { counted: true })
}

/** The indexes that lead to the runs: the narrowest, or one way for each state. */
function waysOf({ order, job, task, states }: RunQuery): (readonly [string, string])[] {
  if (order === 'fire') {
    if (job !== undefined) return [['runs.fire', `${job}\n`]]
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      'runs come by the instants of their fires for one job only: say which',
    )
  }
  if (job !== undefined) return [['runs.job', `${job}\n`]]
  if (task !== undefined) return [['runs.task', `${task}\n`]]
  if (states !== undefined) return [...new Set(states)].map((one) => ['runs.state', `${one}\n`])
  return [['runs.published', '']]
}

function plan(
  source: Source,
  query: RunQuery,
  after: string | null,
  index: string,
  prefix: string,
): Scan<RunRow> {
  const { from, until, order, limit } = query
  return {
    ...{ index, table: 'runs', prefix, after, descending: order !== 'fire', limit: limit + 1 },
    from: from === undefined ? '' : sortable(from),
    until: until === undefined ? '' : sortable(until),
    place: placeIn(order),
    filter: (rows) => filtered(source, query, rows),
  }
}

async function filtered(
  source: Source,
  query: RunQuery,
  rows: readonly RunRow[],
): Promise<readonly RunRow[]> {
  const fitting = rows.filter((row) => fits(row, query))
  const { tag } = query
  if (tag === undefined || fitting.length === 0) return fitting
  const jobs = [...new Set(fitting.map(({ jobId }) => jobId))]
  const reply = await replyTo(source, (call) => {
    call.add('has', call.key('jobs.tag'), jobs.length, ...jobs.map((id) => `${tag}\n${id}`))
  })
  const tagged = new Set(jobs.filter((_, at) => Array.isArray(reply) && Number(reply[at]) === 1))
  return fitting.filter(({ jobId }) => tagged.has(jobId))
}

function fits(row: RunRow, query: RunQuery): boolean {
  const { owner, batch, job, task, states, from, until, order } = query
  if (owner !== undefined && row.owner !== owner) return false
  if (batch !== undefined && row.batch !== batch) return false
  if (job !== undefined && row.jobId !== job) return false
  if (task !== undefined && row.task !== task) return false
  if (order === 'fire' && row.kind !== 'fire') return false
  if (states !== undefined && !states.includes(row.state)) return false
  const at = timeOf(row, order)
  return (from === undefined || at >= from) && (until === undefined || at <= until)
}

function sorted({ order }: RunQuery, rows: readonly RunRow[]): readonly RunRow[] {
  const place = placeIn(order)
  const ascending = rows.toSorted((a, b) => byBytes(place(a), place(b)))
  return order === 'fire' ? ascending : ascending.toReversed()
}
