/** Computes for a tenth of a millisecond or so, and gives a number. */
export function small(): number {
  let sum = 0
  for (let at = 1; at <= 20_000; at += 1) sum += Math.sqrt(at)
  return sum
}

/** Never ends by itself. */
export function endless(): never {
  for (;;);
}
