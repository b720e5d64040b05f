import type { RunRow } from '@punctual/core/store'
import { fieldsOf, RowCodec } from './row-codec.ts'

/** `live` stands in a run that has not ended. */
export const runCodec: RowCodec<RunRow> = new RowCodec<RunRow>({
  id: ({ id }) => id,
  idField: 'id',
  extra: ({ state }) =>
    state === 'waiting' || state === 'pending' || state === 'running' ? { live: true } : {},
  fields: fieldsOf<RunRow, 'id'>({
    jobId: true,
    inc: true,
    seq: true,
    kind: true,
    fireAt: true,
    task: true,
    taskVersion: true,
    executor: true,
    priority: true,
    state: true,
    slot: true,
    owner: true,
    token: true,
    batch: true,
    attempt: true,
    recoveries: true,
    crashes: true,
    readyAt: true,
    startDeadline: true,
    cancel: true,
    input: true,
    result: true,
    error: true,
    upstream: true,
    depth: true,
    missed: true,
    node: true,
    publishedAt: true,
    startedAt: true,
    endedAt: true,
    expiresAt: true,
  }),
})
