import type { JobRow } from '../store/rows.ts'
import type { SpanPut } from '../store/store-messages.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Timeline } from '../triggers/trigger.ts'

/** What a job that was held goes on with: its next instant, and the instants that are not made up. */
export interface Resumption {
  readonly nextAt: EpochMs | null
  readonly span: SpanPut | null
}

export interface ResumeInput {
  readonly row: JobRow
  /** null for a job whose next instant is set by the end of a run. */
  readonly timeline: Timeline | null
  readonly now: EpochMs
  readonly reason: 'paused' | 'undeclared'
  /** Leave what fell due meanwhile due: the coalesce and misfire policies decide. */
  readonly catchUp: boolean
}

/** Skips what fell due while a job was held, or catches up on it; an instant that is due right now was not held. */
export function resumption({ row, timeline, now, reason, catchUp }: ResumeInput): Resumption {
  const first = row.heldNext
  if (first === null || first >= now || catchUp) return { nextAt: first, span: null }
  if (timeline === null) {
    return { nextAt: now + (row.delay ?? 0), span: { first, last: first, reason } }
  }
  const last = Math.max(timeline.previous(now) ?? first, first)
  return { nextAt: timeline.next(Math.max(now - 1, last)), span: { first, last, reason } }
}
