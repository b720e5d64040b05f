import type {
  JobQuery,
  JobRow,
  NodeRow,
  Page,
  RunQuery,
  RunRow,
  SpanQuery,
  SpanRow,
  StoreReader,
} from '@punctual/core/store'
import type { Collections } from '../collections.ts'
import { jobCodec } from '../rows/job-codec.ts'
import { nodeCodec } from '../rows/node-codec.ts'
import { runCodec } from '../rows/run-codec.ts'
import { spanCodec } from '../rows/span-codec.ts'
import { foundRows } from './found-rows.ts'
import { jobFilter } from './job-filter.ts'
import { runCursor } from './run-cursor.ts'
import { runDocuments } from './run-pages.ts'

/**
 * Gives the rows to a read, with every step written that was committed before. While it reads the next step may be written:
 * each row is as some step left it, but two rows may be of different steps.
 */
export type SettledRows = <T>(read: (rows: Collections['rows']) => Promise<T>) => Promise<T>

/** The reads of the store: each page goes on where the last one ended, and nothing is counted. */
export class MongoReader implements StoreReader {
  readonly #settled: SettledRows

  constructor(settled: SettledRows) {
    this.#settled = settled
  }

  async jobs(query: JobQuery): Promise<Page<JobRow>> {
    if (query.ids?.length === 0 || query.states?.length === 0) return { items: [], cursor: null }
    const options = { sort: { _id: 1 }, limit: query.limit + 1 }
    const jobs = await this.#settled((rows) =>
      foundRows(rows.jobs, jobCodec, jobFilter(query), options),
    )
    const items = jobs.slice(0, query.limit)
    return { items, cursor: jobs.length > query.limit ? (items.at(-1)?.id ?? null) : null }
  }

  async runs(query: RunQuery): Promise<Page<RunRow>> {
    if (query.ids?.length === 0 || query.states?.length === 0) return { items: [], cursor: null }
    const documents = await this.#settled((rows) => runDocuments(rows, query, query.limit + 1))
    const page = documents.slice(0, query.limit)
    const last = documents.length > query.limit ? page.at(-1) : undefined
    return {
      items: page.map((document) => runCodec.row(document)),
      cursor: last === undefined ? null : runCursor(last, query.order),
    }
  }

  spans({ job, from, until, limit }: SpanQuery): Promise<readonly SpanRow[]> {
    const filter = { jobId: job, first: { $lte: until }, last: { $gte: from } }
    const options = { sort: { first: 1, _id: 1 }, limit }
    return this.#settled((rows) => foundRows(rows.spans, spanCodec, filter, options))
  }

  nodes(): Promise<readonly NodeRow[]> {
    const options = { sort: { startedAt: 1, _id: 1 } }
    return this.#settled((rows) =>
      foundRows(rows.nodes, nodeCodec, { startedAt: { $exists: true } }, options),
    )
  }
}
