import { expect, test } from 'vitest'
import { JumpGuard } from '../../src/engine/jump-guard.ts'

const START = 1_000_000

/** A guard that has seen the clock go steadily for a second. */
function steadyGuard(): JumpGuard {
  const guard = new JumpGuard()
  expect(take(guard, START, 0)).toBe('steady')
  expect(take(guard, START + 1_000, 1_000)).toBe('steady')
  return guard
}

function take(guard: JumpGuard, now: number, received: number, sent: number = received): string {
  return guard.take({ now, sent, received })
}

test('a clock that differs by no more than 5 s has not jumped', () => {
  const guard = steadyGuard()
  expect(take(guard, START + 7_000, 2_000)).toBe('steady')
  expect(guard.holding).toBe(false)
})

test.each([3_600_000, -3_600_000, 6_000, -6_000])(
  'a jump by %d ms holds until a second sample agrees',
  (jump) => {
    const guard = steadyGuard()
    expect(take(guard, START + jump + 2_000, 2_000)).toBe('jumped')
    expect(guard.holding).toBe(true)
    expect(take(guard, START + jump + 3_000, 3_000)).toBe('accepted')
    expect(guard.holding).toBe(false)
    expect(take(guard, START + jump + 4_000, 4_000)).toBe('steady')
  },
)

test('a single wrong answer is forgotten when the next is right again', () => {
  const guard = steadyGuard()
  expect(take(guard, START + 90_000, 2_000)).toBe('jumped')
  expect(take(guard, START + 3_000, 3_000)).toBe('steady')
  expect(guard.holding).toBe(false)
})

test('a clock that never agrees with itself is taken as it is after 10 s', () => {
  const guard = steadyGuard()
  const wild = (step: number): string => take(guard, START + step * 100_000, 2_000 + step * 1_000)
  expect(wild(1)).toBe('jumped')
  for (let step = 2; step <= 10; step += 1) expect(wild(step)).toBe('holding')
  expect(wild(11)).toBe('accepted')
})

test('an answer that took long is no jump', () => {
  const guard = steadyGuard()
  expect(take(guard, START + 2_000, 14_000, 2_000)).toBe('steady')
  expect(take(guard, START + 25_900, 26_000, 14_000)).toBe('steady')
})
