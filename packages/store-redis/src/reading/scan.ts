import { replyTo, rowsOf, type Source } from './source.ts'

/** A way along an index: rows of one prefix, in the order of the rest of their members. */
export interface Scan<Row> {
  readonly index: string
  readonly table: string
  readonly prefix: string
  /** Where members begin and end after the prefix; both inclusive, all that begins with `until` too. */
  readonly from: string
  readonly until: string
  /** The place after which the page begins. */
  readonly after: string | null
  readonly descending: boolean
  readonly limit: number
  /** The rest of the member of a row, after the prefix. */
  place(row: Row): string
  /** Those of the rows that are asked for. */
  filter(rows: readonly Row[]): readonly Row[] | Promise<readonly Row[]>
}

/** Rows that one call looks at. */
const FEWEST = 50
const MOST = 500

/** Goes on until there are enough: each call is short, however few of the rows fit. */
export async function scan<Row>(source: Source, plan: Scan<Row>): Promise<readonly Row[]> {
  const found: Row[] = []
  let { after } = plan
  let count = Math.min(Math.max(plan.limit, FEWEST), MOST)
  for (;;) {
    const rows = await chunk(source, plan, after, count)
    found.push(...(await plan.filter(rows)))
    const last = rows.at(-1)
    if (found.length >= plan.limit || rows.length < count || last === undefined) {
      return found.slice(0, plan.limit)
    }
    after = plan.place(last)
    count = MOST
  }
}

async function chunk<Row>(
  source: Source,
  { index, table, prefix, from, until, descending }: Scan<Row>,
  after: string | null,
  count: number,
): Promise<readonly Row[]> {
  const begin = after === null || descending ? `[${prefix}${from}` : `(${prefix}${after}`
  const end = after === null || !descending ? `*${prefix}${until}` : `(${prefix}${after}`
  const reply = await replyTo(source, (call) => {
    call.add(descending ? 'back' : 'range', call.key(index), call.key(table), begin, end, count)
  })
  return rowsOf(reply, { counted: true })
}
