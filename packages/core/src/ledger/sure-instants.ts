import type { JobRow, SpanRow } from '../store/rows.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Timeline } from '../triggers/trigger.ts'

/**
 * The ends of a span at which the job was due for sure, whatever its trigger is now. A span that was closed because its
 * trigger or its job went away ends at that moment, and not at an instant.
 */
export function sureInstants(
  span: SpanRow,
  row: Pick<JobRow, 'anchor'>,
  timeline: Timeline | null,
): readonly EpochMs[] {
  const { first, last, reason } = span
  const isInstant = timeline === null || last < row.anchor || timeline.next(last - 1) === last
  return isInstant && reason !== 'job_removed' ? [first, last] : [first]
}
