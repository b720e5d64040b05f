import { PunctualError, type EpochMs, type RunQuery, type RunRow } from '@punctual/core/store'
import { runPlace } from '../rows/member.ts'

/** The time by which runs are read. */
export function timeOf(run: RunRow, order: RunQuery['order']): EpochMs {
  return order === 'fire' ? run.fireAt : run.publishedAt
}

/** Where a run stands in a list of this order. */
export function placeIn(order: RunQuery['order']): (run: RunRow) => string {
  return (run) => runPlace(timeOf(run, order), run)
}

/** Where a page of runs ended. */
export function runCursor(run: RunRow, order: RunQuery['order']): string {
  return `${timeOf(run, order)}.${run.seq}.${run.id}`
}

/** The place of a cursor; any other text is refused with `PUNCTUAL_OPTION_INVALID`. */
export function placeOfCursor(cursor: string | null | undefined): string | null {
  if (cursor === null || cursor === undefined) return null
  const [, at, seq, id] = /^(-?\d{1,16})\.(\d{1,16})\.(.+)$/.exec(cursor) ?? []
  if (at !== undefined && id !== undefined) return runPlace(Number(at), { seq: Number(seq), id })
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    'this is not a cursor of this list: pass the one that came with the page before',
  )
}
