import { PunctualError, type RunQuery } from '@punctual/core/store'
import { number } from '../rows/record.ts'
import type { SqlRecord } from '../sql-value.ts'

/** Where a page of runs ended: an instant, and which of the runs of that instant. */
export function runCursor(record: SqlRecord, order: RunQuery['order']): string {
  const at = number(record, order === 'fire' ? 'fire_at' : 'published_at')
  return `${at}.${number(record, 'serial')}`
}

/** The place of a cursor; any other text is refused with `PUNCTUAL_OPTION_INVALID`. */
export function runPlace(cursor: string): readonly [number, number] {
  const [, at, serial] = /^(-?\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? []
  if (at !== undefined && serial !== undefined) return [Number(at), Number(serial)]
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    'this is not a cursor of this list: pass the one that came with the page before',
  )
}
