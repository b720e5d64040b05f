import { condition, type Condition } from './condition.ts'

const LAST_OF_ALL = 0x10ffff

/** That a column of ids begins with a text: a range, so that the index answers it. */
export function idPrefix(column: string, prefix: string): readonly Condition[] {
  if (prefix === '') return []
  const end = successor(prefix)
  const from = condition(`${column} >= ?`, prefix)
  return end === null ? [from] : [from, condition(`${column} < ?`, end)]
}

/** The least text that comes after every text with the prefix; null when there is none. */
function successor(prefix: string): string | null {
  const points = Array.from(prefix, (letter) => letter.codePointAt(0) ?? 0)
  while (points.at(-1) === LAST_OF_ALL) points.pop()
  const last = points.pop()
  if (last === undefined) return null
  // Surrogates are no characters: the next one after them is U+E000.
  const next = last === 0xd7ff ? 0xe000 : last + 1
  return String.fromCodePoint(...points, next)
}
