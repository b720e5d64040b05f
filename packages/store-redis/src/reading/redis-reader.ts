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
import { sortable } from '../rows/sortable.ts'
import { jobPage } from './job-page.ts'
import { runPage } from './run-page.ts'
import { scan } from './scan.ts'
import { replyTo, rowsOf, type Source } from './source.ts'

/** The reads of a Redis store: each page goes on where the last one ended, along an index; nothing is counted. */
export class RedisReader implements StoreReader {
  readonly #source: Source

  constructor(source: Source) {
    this.#source = source
  }

  jobs(query: JobQuery): Promise<Page<JobRow>> {
    return jobPage(this.#source, query)
  }

  runs(query: RunQuery): Promise<Page<RunRow>> {
    return runPage(this.#source, query)
  }

  spans({ job, from, until, limit }: SpanQuery): Promise<readonly SpanRow[]> {
    return scan<SpanRow>(this.#source, {
      ...{ index: 'spans.job', table: 'spans', prefix: `${job}\n`, from: '', after: null },
      ...{ until: sortable(until), descending: false, limit },
      place: ({ jobId, inc, first }) => `${sortable(first)}\n${jobId}\t${inc}\t${first}`,
      filter: (spans) => spans.filter(({ first, last }) => last >= from && first <= until),
    })
  }

  async nodes(): Promise<readonly NodeRow[]> {
    const reply = await replyTo(this.#source, (call) => {
      call.add('range', call.key('nodes.session'), call.key('nodes'), '-', '+', -1)
    })
    return rowsOf<NodeRow>(reply, { counted: true }).toSorted(byStart)
  }
}

function byStart(a: NodeRow, b: NodeRow): number {
  return a.startedAt - b.startedAt || (a.session < b.session ? -1 : 1)
}
