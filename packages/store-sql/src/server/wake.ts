import type { Changes, EpochMs } from '@punctual/core/store'

/** What others may want to know of a step. */
export interface Wake {
  /** When something gets due or ready that did not before. */
  readonly at: EpochMs | null
  /** Sessions came or went, or runs were asked to stop. */
  readonly news: boolean
}

export function wakeOf({ parts, wakeAt }: Changes): Wake {
  const news = parts.some(
    ({ runs, nodes }) =>
      nodes.some(({ before, after }) => before?.alive !== after?.alive) ||
      runs.some(
        ({ before, after }) => before?.cancel === null && typeof after?.cancel === 'string',
      ),
  )
  return { at: wakeAt, news }
}
