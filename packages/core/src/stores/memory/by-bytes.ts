/** Compares texts by the bytes of their UTF-8 form, as databases do. */
export function byBytes(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at += 1) {
    const unit = a.charCodeAt(at)
    const other = b.charCodeAt(at)
    if (unit !== other) return rank(unit) - rank(other)
  }
  return a.length - b.length
}

/** Halves of pairs stand for characters beyond all single units, though their numbers are lower than some. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}
