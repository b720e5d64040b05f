import type { JobState, Page } from '../jobs/job.ts'
import type { RunState } from '../jobs/run.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { JobRow, NodeRow, RunRow, SpanRow } from './rows.ts'

/** Jobs by id, ascending byte by byte. */
export interface JobQuery {
  readonly ids?: readonly string[]
  readonly states?: readonly JobState[]
  readonly lastRun?: RunState
  readonly task?: string
  readonly tag?: string
  readonly idPrefix?: string
  readonly cursor?: string | null
  readonly limit: number
}

/** Runs; by `order` newest published first, or a job's fires by their instant, ascending. */
export interface RunQuery {
  readonly ids?: readonly string[]
  readonly owner?: string
  readonly batch?: string
  readonly job?: string
  readonly task?: string
  readonly tag?: string
  readonly states?: readonly RunState[]
  /** By published time, both inclusive; by fire time with `order: 'fire'`. */
  readonly from?: EpochMs
  readonly until?: EpochMs
  /** Default `published`. `fire` gives runs of kind `fire` only. */
  readonly order?: 'published' | 'fire'
  readonly cursor?: string | null
  readonly limit: number
}

/** Spans of a job that touch a range, ascending. */
export interface SpanQuery {
  readonly job: string
  readonly from: EpochMs
  readonly until: EpochMs
  readonly limit: number
}

/** The reads of a store: none of them counts or locks. */
export interface StoreReader {
  jobs(query: JobQuery): Promise<Page<JobRow>>
  runs(query: RunQuery): Promise<Page<RunRow>>
  spans(query: SpanQuery): Promise<readonly SpanRow[]>
  nodes(): Promise<readonly NodeRow[]>
}
