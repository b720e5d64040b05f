import type { FollowRow } from '@punctual/core/store'
import { member } from './member.ts'
import type { Table } from './table.ts'

/** All follow rows of a child, kept as one. */
export interface FollowSheet {
  readonly child: string
  readonly rows: readonly FollowRow[]
}

export const followTable: Table<FollowSheet> = {
  name: 'follows',
  key: ({ child }) => child,
  places: ({ child, rows }) =>
    rows.map(({ parent }) => ({ index: 'follows.parent', member: member(parent, child) })),
}
