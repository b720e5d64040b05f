/** Some of the values of a cron field, as one would say them. */
export type Part =
  | { readonly kind: 'list'; readonly values: readonly number[] }
  | { readonly kind: 'run'; readonly first: number; readonly last: number }
  | { readonly kind: 'step'; readonly step: number; readonly first: number; readonly last: number }

/** From this many values on, an even step is said as such. */
const LONG = 5

/** How ascending values of a field are said; it turns over after `size` values, or never when that is Infinity. */
export function partOf(values: readonly number[], size: number): Part {
  const turned = turnedToGap(values, size)
  const gaps = turned.slice(1).map((value, at) => gapBetween(turned[at] ?? value, value, size))
  const [step = 0] = gaps
  const isEven = gaps.every((gap) => gap === step)
  if (!isEven || values.length < (step === 1 ? 3 : LONG)) return { kind: 'list', values }
  const [first = 0] = turned
  const last = turned.at(-1) ?? first
  return step === 1 ? { kind: 'run', first, last } : { kind: 'step', step, first, last }
}

/** The first and the last of ascending values that follow one another, possibly over the end of the field. */
export function runOf(
  values: readonly number[],
  size: number,
): readonly [first: number, last: number] | null {
  const turned = turnedToGap(values, size)
  const [first = 0] = turned
  const last = turned.at(-1) ?? first
  return gapBetween(first, last, size) === values.length - 1 ? [first, last] : null
}

/** The values from the widest gap on, so that 0, 1, 22, 23 becomes 22, 23, 0, 1. */
function turnedToGap(values: readonly number[], size: number): readonly number[] {
  if (size === Number.POSITIVE_INFINITY) return values
  let begin = 0
  let widest = gapBetween(values.at(-1) ?? 0, values[0] ?? 0, size)
  for (let at = 1; at < values.length; at++) {
    const gap = gapBetween(values[at - 1] ?? 0, values[at] ?? 0, size)
    if (gap > widest) [begin, widest] = [at, gap]
  }
  return [...values.slice(begin), ...values.slice(0, begin)]
}

function gapBetween(from: number, to: number, size: number): number {
  return to >= from ? to - from : to - from + size
}
