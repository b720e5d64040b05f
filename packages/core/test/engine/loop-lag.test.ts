import { expect, test } from 'vitest'
import { LoopLag } from '../../src/engine/loop-lag.ts'

test('a loop that was held for a second or longer is news', () => {
  const told: number[] = []
  const lag = new LoopLag((span) => told.push(span))
  for (const span of [2, 999, 1_000, 3_500]) lag.note(span, 0)
  expect(told).toEqual([1_000, 3_500])
})

test('the worst of the last 15 s counts', () => {
  const lag = new LoopLag(() => {})
  lag.note(3_500, 0)
  lag.note(20, 10_000)
  expect(lag.recent(14_000)).toBe(3_500)
  expect(lag.recent(15_000)).toBe(0)
  lag.note(20, 16_000)
  expect(lag.recent(17_000)).toBe(20)
})
