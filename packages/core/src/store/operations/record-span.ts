import type { EpochMs } from '../../time/epoch.ts'
import type { JobRow, RunRow, SpanRow } from '../rows.ts'
import type { SpanPut } from '../store-messages.ts'
import type { Tables } from '../tables.ts'

/** A span to be recorded: what stood in the way, and the instant of the job that was accounted for before it. */
export interface SpanRecord extends SpanPut {
  readonly cause: string | null
  readonly after: EpochMs | null
}

/** Extends the last span of the job when reason and cause are the same and nothing lies between; else begins one. */
export function recordSpan(tables: Tables, job: JobRow, span: SpanRecord): void {
  const expiresAt = tables.now + job.policies.history.maxAge
  const before = tables.lastSpan(job.id, job.inc)
  if (before !== null && continues(before, span)) {
    tables.updateSpan(before, { last: Math.max(before.last, span.last), expiresAt })
    return
  }
  const { first, last, reason, cause } = span
  tables.insertSpan({ jobId: job.id, inc: job.inc, first, last, reason, cause, expiresAt })
}

/** Tells of a run that waited and was replaced. */
export function recordReplaced(
  tables: Tables,
  job: JobRow,
  dropped: RunRow,
  cause: string | null,
): void {
  const at = dropped.fireAt
  recordSpan(tables, job, { first: at, last: at, reason: 'replaced', cause, after: null })
}

/** A run that waits is replaced one instant later, so there the same cause alone tells that nothing lies between. */
function continues(before: SpanRow, span: SpanRecord): boolean {
  if (before.reason !== span.reason || before.cause !== span.cause) return false
  if (before.last === span.after || before.first === span.first) return true
  return span.reason === 'replaced' && before.last < span.first
}
