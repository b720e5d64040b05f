const LAST_OF_ALL = 0x10ffff

/** The ids that begin with a text, as a range: a pattern would have to be escaped, and may miss the index. */
export function idPrefix(prefix: string): object {
  const end = successor(prefix)
  return end === null ? { $gte: prefix } : { $gte: prefix, $lt: end }
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
