import type { SpanRow } from '@punctual/core/store'
import { member } from './member.ts'
import { sortable } from './sortable.ts'
import type { Table } from './table.ts'

/** The key of a span has parts itself; they are joined by a tabulator, so that it stays the last part of a member. */
export const spanTable: Table<SpanRow> = {
  name: 'spans',
  key: spanKey,
  places: (span) => {
    const key = spanKey(span)
    return [
      { index: 'spans.job', member: member(span.jobId, sortable(span.first), key) },
      { index: 'spans.expires', member: member(sortable(span.expiresAt), key) },
    ]
  },
}

function spanKey({ jobId, inc, first }: SpanRow): string {
  return `${jobId}\t${inc}\t${first}`
}
