import type { Query, SqlRecord, SqlValue } from '../sql-value.ts'
import { all, condition, type Condition } from './condition.ts'

/** What reads ask of a database. */
export interface Source {
  ask(query: Query): Promise<readonly SqlRecord[]>
  /** Lets other work have its turn. */
  rest(): Promise<void>
}

/** One way through a table, along an index. */
export interface Scan {
  readonly table: string
  readonly columns: string
  /** What the index answers. */
  readonly lead: readonly Condition[]
  /** What has to be looked for in the rows along the way. */
  readonly filters: readonly Condition[]
  /** The columns of the index after those of `lead`; together they are unique. */
  readonly order: readonly [string] | readonly [string, string]
  readonly descending: boolean
  /** Where the last page ended. */
  readonly after: readonly SqlValue[] | null
  readonly limit: number
}

/** Rows that one statement looks at when it has to look for something. */
const WINDOW = 1_000

/**
 * The first rows of a scan. Where most rows do not match it goes on in windows and lets others work in between, so that a
 * rare match in a long table holds nobody up.
 */
export async function scan(source: Source, plan: Scan): Promise<readonly SqlRecord[]> {
  if (plan.filters.length === 0) return source.ask(windowOf(plan, plan.columns, plan.limit))
  const found: SqlRecord[] = []
  let after = plan.after
  for (;;) {
    const part = { ...plan, after, limit: plan.limit - found.length }
    found.push(...(await source.ask(filtered(part))))
    if (found.length >= plan.limit) return found
    after = endOf(plan, await source.ask(lastOf(part)))
    if (after === null) return found
    await source.rest()
  }
}

function windowOf(plan: Scan, columns: string, limit: number): Query {
  const where = all([...plan.lead, ...(plan.after === null ? [] : [beyond(plan, plan.after)])])
  return {
    sql: `SELECT ${columns} FROM ${plan.table} WHERE ${where.sql} ORDER BY ${orderOf(plan)} LIMIT ?`,
    values: [...where.values, limit],
  }
}

function filtered(plan: Scan): Query {
  const inner = windowOf(plan, plan.columns, WINDOW)
  const where = all(plan.filters)
  return {
    sql: `SELECT * FROM (${inner.sql}) w WHERE ${where.sql} ORDER BY ${orderOf(plan)} LIMIT ?`,
    values: [...inner.values, ...where.values, plan.limit],
  }
}

/** The last row of the window, whether it matches or not. */
function lastOf(plan: Scan): Query {
  const inner = windowOf(plan, plan.order.join(', '), WINDOW)
  const backwards = orderOf({ ...plan, descending: !plan.descending })
  return {
    sql: `SELECT * FROM (${inner.sql}) w ORDER BY ${backwards} LIMIT 1`,
    values: inner.values,
  }
}

function endOf(plan: Scan, records: readonly SqlRecord[]): readonly SqlValue[] | null {
  const [record] = records
  return record === undefined ? null : keyOf(plan, record)
}

/** Where in the scan a record stands. */
export function keyOf(plan: Pick<Scan, 'order'>, record: SqlRecord): readonly SqlValue[] {
  return plan.order.map((column) => {
    const value = record[column]
    return typeof value === 'number' ? value : String(value)
  })
}

function orderOf(plan: Pick<Scan, 'order' | 'descending'>): string {
  return plan.order.map((column) => `${column} ${plan.descending ? 'DESC' : 'ASC'}`).join(', ')
}

/** Written out, because not every database walks an index by a comparison of pairs. */
function beyond(plan: Scan, after: readonly SqlValue[]): Condition {
  const [first, second] = plan.order
  const [a = null, b = null] = after
  const than = plan.descending ? '<' : '>'
  if (second === undefined) return condition(`${first} ${than} ?`, a)
  return condition(`${first} ${than}= ? AND (${first} ${than} ? OR ${second} ${than} ?)`, a, a, b)
}
