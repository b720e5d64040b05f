import type { SpanReason, SpanRow } from '@punctual/core/store'
import type { SqlRecord, SqlValue } from '../sql-value.ts'
import { number, text, textOrNull, word } from './record.ts'
import type { FieldsOf, RowColumns } from './row-columns.ts'

type Of = (span: SpanRow) => SqlValue

const reasons: readonly SpanReason[] = [
  'paused',
  'undeclared',
  'overlap_skipped',
  'replaced',
  'queue_full',
  'coalesced',
  'missed_in_outage',
  'misfire_grace_exceeded',
  'max_runs_reached',
  'job_removed',
  'follow_depth',
]

const values = {
  job_id: (span) => span.jobId,
  inc: (span) => span.inc,
  first_at: (span) => span.first,
  last_at: (span) => span.last,
  reason: (span) => span.reason,
  cause: (span) => span.cause,
  expires_at: (span) => span.expiresAt,
} satisfies Record<string, Of>

const fields: FieldsOf<SpanRow, typeof values> = {
  jobId: ['job_id'],
  inc: ['inc'],
  first: ['first_at'],
  last: ['last_at'],
  reason: ['reason'],
  cause: ['cause'],
  expiresAt: ['expires_at'],
}

function read(record: SqlRecord): SpanRow {
  return {
    jobId: text(record, 'job_id'),
    inc: text(record, 'inc'),
    first: number(record, 'first_at'),
    last: number(record, 'last_at'),
    reason: word(record, 'reason', reasons),
    cause: textOrNull(record, 'cause'),
    expiresAt: number(record, 'expires_at'),
  }
}

/** A span in its table, which also numbers the spans of a job. */
export const spanColumns: RowColumns<SpanRow> = {
  key: ['job_id', 'inc', 'first_at'],
  values,
  fields,
  read,
}
