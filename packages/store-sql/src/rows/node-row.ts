import type { NodeRow } from '@punctual/core/store'
import type { SqlRecord, SqlValue } from '../sql-value.ts'
import { listFrom, listText } from './json-column.ts'
import { number, text, textOrNull } from './record.ts'
import type { FieldsOf, RowColumns } from './row-columns.ts'

type Of = (node: NodeRow) => SqlValue

const values = {
  session: (node) => node.session,
  app: (node) => node.app,
  name: (node) => node.name,
  role: (node) => node.role,
  version: (node) => node.version,
  beat: (node) => node.beat,
  alive: (node) => (node.alive ? 1 : 0),
  free: (node) => node.free,
  declared: (node) => listText(node.declared),
  place: (node) => node.place,
  started_at: (node) => node.startedAt,
  seen_at: (node) => node.seenAt,
} satisfies Record<string, Of>

const fields: FieldsOf<NodeRow, typeof values> = {
  session: ['session'],
  app: ['app'],
  name: ['name'],
  role: ['role'],
  version: ['version'],
  beat: ['beat'],
  alive: ['alive'],
  free: ['free'],
  declared: ['declared'],
  place: ['place'],
  startedAt: ['started_at'],
  seenAt: ['seen_at'],
}

function read(record: SqlRecord): NodeRow {
  return {
    session: text(record, 'session'),
    app: textOrNull(record, 'app'),
    name: text(record, 'name'),
    role: text(record, 'role'),
    version: textOrNull(record, 'version'),
    beat: number(record, 'beat'),
    alive: number(record, 'alive') === 1,
    free: number(record, 'free'),
    declared: listFrom(text(record, 'declared')),
    place: textOrNull(record, 'place'),
    startedAt: number(record, 'started_at'),
    seenAt: number(record, 'seen_at'),
  }
}

/** One life of a node, in its table. */
export const nodeColumns: RowColumns<NodeRow> = { key: ['session'], values, fields, read }
