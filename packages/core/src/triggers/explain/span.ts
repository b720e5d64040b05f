import { DAY, HOUR, MINUTE, SECOND } from '../../time/epoch.ts'
import type { Millis } from '../../time/epoch.ts'

/** A unit in which spans of time are said. */
export type SpanUnit = 'day' | 'hour' | 'minute' | 'second' | 'millisecond'

/** A span of time by its units, the largest first; those of which there are none are left out. */
export function unitsOf(span: Millis): { readonly unit: SpanUnit; readonly count: number }[] {
  let rest = span
  const units = SIZES.map(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return { unit, count }
  })
  const some = units.filter(({ count }) => count > 0)
  return some.length > 0 ? some : [{ unit: 'second', count: 0 }]
}

const SIZES: readonly (readonly [SpanUnit, Millis])[] = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
  ['millisecond', 1],
]
