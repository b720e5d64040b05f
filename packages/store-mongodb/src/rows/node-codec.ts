import type { NodeRow } from '@punctual/core/store'
import { fieldsOf, RowCodec } from './row-codec.ts'

export const nodeCodec: RowCodec<NodeRow> = new RowCodec<NodeRow>({
  id: ({ session }) => session,
  idField: 'session',
  fields: fieldsOf<NodeRow, 'session'>({
    app: true,
    name: true,
    role: true,
    version: true,
    beat: true,
    alive: true,
    free: true,
    declared: true,
    place: true,
    startedAt: true,
    seenAt: true,
  }),
})
