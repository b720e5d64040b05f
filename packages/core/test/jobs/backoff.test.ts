import fc from 'fast-check'
import { expect, test } from 'vitest'
import { retryDelay } from '../../src/jobs/backoff.ts'

const plain = { limit: 9, delay: 10_000, backoff: 'exponential', maxDelay: 3_600_000 } as const

test('an exponential pause doubles with each attempt, up to the longest', () => {
  const pauses = [1, 2, 3, 9, 60, 2_000].map((n) => retryDelay({ ...plain, jitter: false }, n, 0))
  expect(pauses).toEqual([10_000, 20_000, 40_000, 2_560_000, 3_600_000, 3_600_000])
})

test('a fixed pause stays the same', () => {
  expect(retryDelay({ ...plain, backoff: 'fixed', jitter: false }, 7, 0.5)).toBe(10_000)
})

test('jitter draws whole milliseconds from the upper half of the pause', () => {
  const drawn = fc.double({ min: 0, max: 0.999, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), drawn, (n, random) => {
      const most = retryDelay({ ...plain, jitter: false }, n, 0)
      const pause = retryDelay({ ...plain, jitter: true }, n, random)
      expect(Number.isInteger(pause)).toBe(true)
      expect(pause).toBeGreaterThanOrEqual(most / 2)
      expect(pause).toBeLessThanOrEqual(most)
    }),
  )
})
