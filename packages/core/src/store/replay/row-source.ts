import type { EpochMs } from '../../time/epoch.ts'
import type { FollowRow, JobRow, NodeRow, RunRow, SpanRow } from '../rows.ts'
import type { Answer, Ask } from './ask.ts'

/** Where the rows of a step are read: all answers of one step must be of one state, or the step must be refused when it is kept. */
export interface RowSource {
  /** One answer for each question, in the same order; the more at once, the fewer round trips. */
  answer(asks: readonly Ask[]): Promise<readonly Answer[]>
}

/** A row that a step added (no `before`), changed, or deleted (no `after`). */
export interface RowChange<T> {
  readonly before: T | null
  readonly after: T | null
}

/** What a step wrote up to a rename or its end: each row once, in the order in which it was touched first. */
export interface ChangePart {
  readonly jobs: readonly RowChange<JobRow>[]
  readonly runs: readonly RowChange<RunRow>[]
  readonly spans: readonly RowChange<SpanRow>[]
  /** The follow rows of a child, in place of those it had. */
  readonly follows: ReadonlyMap<string, readonly FollowRow[]>
  readonly nodes: readonly RowChange<NodeRow>[]
  /** To be done after it: the job, and all runs, spans and follow rows under its id, get another one. */
  readonly rename: { readonly from: string; readonly to: string } | null
}

/** All that a step wrote, one part after the other; nearly always it is one. */
export interface Changes {
  readonly parts: readonly ChangePart[]
  /** The earliest instant at which something gets due or ready that did not before. */
  readonly wakeAt: EpochMs | null
}

/** Whether there is anything to keep. */
export function isEmpty({ parts }: Changes): boolean {
  return parts.every(
    ({ jobs, runs, spans, nodes, follows, rename }) =>
      [jobs, runs, spans, nodes].every((list) => list.length === 0) &&
      follows.size === 0 &&
      rename === null,
  )
}
