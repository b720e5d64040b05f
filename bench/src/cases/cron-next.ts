import type { Library } from '../library.ts'

const expressions = [
  '* * * * *',
  '*/5 9-17 * * 1-5',
  '0 0 * * *',
  '30 4 1,15 * *',
  '0 9 * * MON-FRI',
  '0 0 L * *',
  '15 10 * * 5#3',
  '*/10 * * * * *',
  '0 0 29 2 *',
]
const FROM = Date.UTC(2026, 0, 15)

/** Nanoseconds per next fire, 20 in a row and then from the start again, per zone; the mean over the expressions. */
export function cronNext(library: Library): Record<string, number | null> {
  const figures: Record<string, number | null> = {}
  for (const zone of ['America/New_York', 'UTC']) {
    const each = expressions.map((expression) => nanoseconds(library, expression, zone))
    const known = each.filter((one) => one !== null)
    expressions.forEach((expression, at) => (figures[`${zone} ${expression}`] = each[at] ?? null))
    figures[`${zone} mean`] =
      known.length === 0 ? null : known.reduce((a, b) => a + b) / known.length
    figures[`${zone} of`] = known.length
  }
  return figures
}

function nanoseconds(library: Library, expression: string, zone: string): number | null {
  const next = library.cronNext(expression, zone)
  if (next === null) return null
  try {
    return timed(next)
  } catch {
    // Some libraries give up on dates far ahead, 29 February among them.
    return null
  }
}

function timed(next: (from: number) => number): number {
  run(next, 50)
  let rounds = 50
  for (;;) {
    const began = performance.now()
    run(next, rounds)
    const took = performance.now() - began
    if (took > 150) return (took * 1e6) / (rounds * 20)
    rounds = Math.ceil(rounds * Math.min(10, Math.max(1.5, 200 / took)))
  }
}

let kept = 0

function run(next: (from: number) => number, rounds: number): void {
  for (let round = 0; round < rounds; round += 1) {
    let from = FROM
    for (let step = 0; step < 20; step += 1) from = next(from)
    kept += from
  }
}

/** Keeps the loops from being optimised away. */
export function checksum(): number {
  return kept
}
