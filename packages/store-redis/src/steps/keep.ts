import type { Call } from '../scripts/call.ts'
import type { Edits } from './edits.ts'
import type { StepReading } from './step-reading.ts'

/**
 * Puts what a step relies on, and then what it changes, to the keep script. It relies on every row that it changes, on
 * every row that it asked for by key, missing ones too, and on the length of the ranges that it asked for as a whole.
 */
export function putStep(call: Call, reading: StepReading, edits: Edits): void {
  const rows = new Map<string, { readonly table: string; readonly key: string }>(reading.bound)
  for (const row of edits.rows) rows.set(`${row.table} ${row.key}`, row)
  call.add(rows.size)
  for (const { table, key } of rows.values()) {
    call.add(call.key(table), key, reading.storedAt(table, key)?.stamp ?? '')
  }
  call.add(reading.lengths.size)
  for (const { range, length } of reading.lengths.values()) {
    call.add(call.key(range.index), range.min, range.max, length)
  }
  edits.put(call)
}
