import type { FollowRow, UpstreamRef } from '@punctual/core/store'
import type { SqlRecord, SqlValue } from '../sql-value.ts'
import { fromJson, jsonOrNull } from './json-column.ts'
import { text, textOrNull, word } from './record.ts'
import type { FieldsOf, RowColumns } from './row-columns.ts'

type Of = (follow: FollowRow) => SqlValue

const ends: readonly FollowRow['on'][] = ['success', 'failure', 'finish']
const needs: readonly FollowRow['need'][] = ['all', 'any']

const values = {
  child_id: (follow) => follow.child,
  parent_id: (follow) => follow.parent,
  ends_on: (follow) => follow.on,
  need: (follow) => follow.need,
  arrived: (follow) => jsonOrNull(follow.arrived),
} satisfies Record<string, Of>

const fields: FieldsOf<FollowRow, typeof values> = {
  child: ['child_id'],
  parent: ['parent_id'],
  on: ['ends_on'],
  need: ['need'],
  arrived: ['arrived'],
}

function read(record: SqlRecord): FollowRow {
  const arrived = textOrNull(record, 'arrived')
  return {
    child: text(record, 'child_id'),
    parent: text(record, 'parent_id'),
    on: word(record, 'ends_on', ends),
    need: word(record, 'need', needs),
    arrived: arrived === null ? null : fromJson<UpstreamRef>(arrived),
  }
}

/** That a job follows another, in its table. */
export const followColumns: RowColumns<FollowRow> = {
  key: ['child_id', 'parent_id'],
  values,
  fields,
  read,
}
