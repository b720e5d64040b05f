import type { FollowRow } from '@punctual/core/store'
import { fieldsOf, RowCodec } from './row-codec.ts'

/** Whom a job follows: all its follow rows are one document, because they are always written together. */
export interface Follows {
  readonly child: string
  readonly rows: readonly FollowRow[]
}

export const followCodec: RowCodec<Follows> = new RowCodec<Follows>({
  id: ({ child }) => child,
  idField: 'child',
  fields: fieldsOf<Follows, 'child'>({ rows: true }),
})
