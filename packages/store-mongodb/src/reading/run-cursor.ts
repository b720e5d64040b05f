import { PunctualError, type RunQuery } from '@punctual/core/store'
import type { RowDocument } from '../rows/document.ts'

/** Where a page of runs ended: an instant, and which of the runs of that instant. */
export function runCursor(document: RowDocument, order: RunQuery['order']): string {
  const at = document[order === 'fire' ? 'fireAt' : 'publishedAt']
  return `${Number(at)}.${Number(document['serial'])}`
}

/** What comes after the place of a cursor; any other text is refused with `PUNCTUAL_OPTION_INVALID`. */
export function afterCursor(cursor: string, order: RunQuery['order']): object {
  const [, at, serial] = /^(-?\d{1,16})\.(\d{1,16})$/.exec(cursor) ?? []
  if (at === undefined || serial === undefined) {
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      'this is not a cursor of this list: pass the one that came with the page before',
    )
  }
  const [field, than] = order === 'fire' ? ['fireAt', '$gt'] : ['publishedAt', '$lt']
  return {
    [field]: { [`${than}e`]: Number(at) },
    $or: [{ [field]: { [than]: Number(at) } }, { serial: { [than]: Number(serial) } }],
  }
}
