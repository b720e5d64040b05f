import type { JobRow } from '@punctual/core/store'
import { fieldsOf, RowCodec } from './row-codec.ts'

export const jobCodec: RowCodec<JobRow> = new RowCodec<JobRow>({
  id: ({ id }) => id,
  idField: 'id',
  fields: fieldsOf<JobRow, 'id'>({
    inc: true,
    version: true,
    revision: true,
    task: true,
    taskVersion: true,
    trigger: true,
    mode: true,
    anchor: true,
    delay: true,
    input: true,
    policies: true,
    given: true,
    source: true,
    declaration: true,
    state: true,
    pause: true,
    heldNext: true,
    nextAt: true,
    high: true,
    runSeq: true,
    runsLeft: true,
    last: true,
    failures: true,
    createdAt: true,
    updatedAt: true,
  }),
})
