import type { NodeRow } from '@punctual/core/store'
import type { Table } from './table.ts'

export const nodeTable: Table<NodeRow> = {
  name: 'nodes',
  key: ({ session }) => session,
  places: ({ session }) => [{ index: 'nodes.session', member: session }],
}
