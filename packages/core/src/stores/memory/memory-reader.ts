import type { Page } from '../../jobs/job.ts'
import type { JobRow, NodeRow, RunRow, SpanRow } from '../../store/rows.ts'
import type { JobQuery, RunQuery, SpanQuery, StoreReader } from '../../store/store-reader.ts'
import { type JobSource, readJobs } from './read-jobs.ts'
import { readRuns, type RunSource } from './read-runs.ts'

/** What is read. */
export interface ReadSource extends JobSource, RunSource {
  nodes(): readonly NodeRow[]
}

/** The reads of a memory store: what they give are copies. */
export class MemoryReader implements StoreReader {
  readonly #source: ReadSource

  constructor(source: ReadSource) {
    this.#source = source
  }

  async jobs(query: JobQuery): Promise<Page<JobRow>> {
    return readJobs(this.#source, query)
  }

  async runs(query: RunQuery): Promise<Page<RunRow>> {
    return readRuns(this.#source, query)
  }

  async spans({ job, from, until, limit }: SpanQuery): Promise<readonly SpanRow[]> {
    const spans = this.#source.ledgers.get(job)?.spans ?? []
    const touching = spans.filter((span) => span.last >= from && span.first <= until)
    return touching.slice(0, limit).map((span) => ({ ...span }))
  }

  async nodes(): Promise<readonly NodeRow[]> {
    return this.#source.nodes().map((node) => ({ ...node }))
  }
}
