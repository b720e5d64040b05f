import { expect, test } from 'vitest'
import { BatchSize } from '../../src/engine/batch-size.ts'

test('failures make calls smaller down to one thing, successes larger up to the most', () => {
  const batch = new BatchSize(200)
  const sizes = [batch.size]
  for (let failure = 0; failure < 5; failure += 1) {
    batch.failed()
    sizes.push(batch.size)
  }
  expect(sizes).toEqual([200, 50, 12, 3, 1, 1])
  expect(batch.isLeast).toBe(true)
  for (let success = 0; success < 5; success += 1) batch.succeeded()
  expect(batch.size).toBe(200)
})
