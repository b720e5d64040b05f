import type { EpochMs } from '../time/epoch.ts'

/** Why due instants did not run: what a span stores. */
export type SpanReason =
  | 'paused'
  | 'undeclared'
  | 'overlap_skipped'
  | 'replaced'
  | 'queue_full'
  | 'coalesced'
  | 'missed_in_outage'
  | 'misfire_grace_exceeded'
  | 'max_runs_reached'
  | 'job_removed'
  | 'follow_depth'

/** What became, or becomes, of an instant. The second line is stored as spans, the third is computed. */
export type FireReason =
  | 'ran'
  | 'running'
  | 'waiting'
  | 'upcoming'
  | SpanReason
  | 'not_due'
  | 'dst_gap'
  | 'excluded'
  | 'before_start'
  | 'after_end'
  | 'older_than_history'

/** The ledger's answer for one instant: it ran, or the reason why it did not, in words too. */
export interface FireRecord {
  readonly at: EpochMs
  readonly reason: FireReason
  readonly runId: string | null
  readonly says: string
}
