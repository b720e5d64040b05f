import { expect, test } from 'vitest'
import { checkPolicies } from '../../src/jobs/check-policies.ts'
import type { Policies } from '../../src/jobs/policies.ts'
import { givenPolicies, resolvePolicies } from '../../src/jobs/resolve-policies.ts'

test('every policy has the default that the documentation names', () => {
  expect(resolvePolicies([])).toEqual({
    maxInstances: 1,
    overlap: 'skip',
    maxQueue: 100,
    misfireGrace: null,
    coalesce: 'latest',
    maxCatchUp: 1_000,
    timeout: null,
    retry: { limit: 0, delay: 10_000, backoff: 'exponential', maxDelay: 3_600_000, jitter: true },
    onNodeLoss: 'rerun',
    maxCrashes: 2,
    executor: 'default',
    priority: 0,
    tags: [],
    history: { keep: 100, maxAge: 2_592_000_000 },
  })
})

test('the nearest policy wins, objects whole, and tags add up', () => {
  const policies = resolvePolicies([
    { retry: { limit: 5, delay: '1m' }, tags: ['shop'], timeout: '1m' },
    { retry: 2, tags: ['mail', 'shop'], misfireGrace: '2h' },
    { timeout: 'none', tags: ['vip'] },
  ])
  expect(policies.retry).toMatchObject({ limit: 2, delay: 10_000 })
  expect(policies.tags).toEqual(['shop', 'mail', 'vip'])
  expect(policies.timeout).toBeNull()
  expect(policies.misfireGrace).toBe(7_200_000)
})

test('equal policies are one frozen object, so that many jobs cost little', () => {
  const one = resolvePolicies([{ retry: 3 }, { priority: 5 }])
  const other = resolvePolicies([{ priority: 5, retry: { limit: 3 } }])
  expect(other).toBe(one)
  expect(Object.isFrozen(one) && Object.isFrozen(one.retry)).toBe(true)
  expect(resolvePolicies([{}, undefined])).toBe(resolvePolicies([]))
})

test('the given policies of a job are those it names itself', () => {
  expect(givenPolicies({ timeout: '5m', tags: [] })).toEqual(['timeout', 'tags'])
})

const bad: readonly (readonly [string, object])[] = [
  ['maxInstances', { maxInstances: 0 }],
  ['maxInstances', { maxInstances: 1.5 }],
  ['overlap', { overlap: 'wait' }],
  ['maxQueue', { maxQueue: -1 }],
  ['misfireGrace', { misfireGrace: '0s' }],
  ['misfireGrace', { misfireGrace: 'never' }],
  ['coalesce', { coalesce: true }],
  ['timeout', { timeout: -5 }],
  ['timeout', { timeout: '1 fortnight' }],
  ['retry', { retry: -1 }],
  ['retry', { retry: { limit: 3, dealy: '1s' } }],
  ['retry', { retry: { delay: '1s' } }],
  ['onNodeLoss', { onNodeLoss: 'again' }],
  ['maxCrashes', { maxCrashes: 0 }],
  ['executor', { executor: '' }],
  ['priority', { priority: 101 }],
  ['tags', { tags: 'mail' }],
  ['tags', { tags: [' mail'] }],
  ['concurrency', { concurrency: { limit: 1 } }],
  ['history', { history: { keep: 0 } }],
  ['history', { history: { maxage: '1d' } }],
]

test.each(bad)('a bad %s is refused by name: %j', (name, policies) => {
  expect(() => checkPolicies(policies as Policies, 'job "a"')).toThrow(
    expect.objectContaining({
      code: 'PUNCTUAL_POLICY_INVALID',
      message: expect.stringMatching(new RegExp(`^job "a": ${name}`)),
    }),
  )
})
