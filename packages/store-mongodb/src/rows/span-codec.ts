import type { SpanRow } from '@punctual/core/store'
import { fieldsOf, RowCodec } from './row-codec.ts'

/** The incarnation is random text of its own, so a span keeps its `_id` when its job gets another. */
export const spanCodec: RowCodec<SpanRow> = new RowCodec<SpanRow>({
  id: ({ inc, first }) => `${inc}.${first}`,
  fields: fieldsOf<SpanRow>({
    jobId: true,
    inc: true,
    first: true,
    last: true,
    reason: true,
    cause: true,
    expiresAt: true,
  }),
})
