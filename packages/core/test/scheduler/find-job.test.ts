import { expect, test } from 'vitest'
import { every, memoryStore } from '@punctual/core'
import { codeOf, listed, scene } from './scene.ts'

test('an id is looked for in every store, and a second hit is refused instead of guessed at [79]', async () => {
  const { make, store } = scene()
  const scheduler = make({ store: { default: store, archive: memoryStore() } })
  const task = scheduler.task('t', () => {})
  const trigger = every('1h')
  await scheduler.addJob({ id: 'only', task, trigger, store: 'archive' })
  expect(await scheduler.getJob('only')).toMatchObject({ store: 'archive' })
  await scheduler.addJob({ id: 'both', task, trigger, priority: 1 })
  await scheduler.addJob({ id: 'both', task, trigger, priority: 2, store: 'archive' })
  await expect(scheduler.getJob('both')).rejects.toMatchObject({
    code: 'PUNCTUAL_JOB_AMBIGUOUS',
    details: { id: 'both', stores: ['default', 'archive'] },
  })
  for (const verb of ['pauseJob', 'resumeJob', 'removeJob', 'runJob', 'resetJob'] as const) {
    expect(await codeOf(() => scheduler[verb]('both'))).toBe('PUNCTUAL_JOB_AMBIGUOUS')
  }
})

test('an id with its store is never ambiguous', async () => {
  const { make, store } = scene()
  const scheduler = make({ store: { default: store, archive: memoryStore() } })
  const task = scheduler.task('t', () => {})
  for (const alias of ['default', 'archive', 'node']) {
    await scheduler.addJob({ id: 'x', task, trigger: every('1h'), store: alias })
  }
  await scheduler.pauseJob({ id: 'x', store: 'archive' })
  expect(await scheduler.removeJob({ id: 'x', store: 'node' })).toBe(true)
  const states = (await listed(scheduler.eachJob())).map(({ store: alias, state }) => [
    alias,
    state,
  ])
  expect(states).toEqual([
    ['default', 'active'],
    ['archive', 'paused'],
  ])
  expect(await codeOf(() => scheduler.getJob({ id: 'x', store: 'nowhere' }))).toBe(
    'PUNCTUAL_UNKNOWN_STORE',
  )
})

test('the store "node" is memory of each node, whatever the default store is', async () => {
  const { make } = scene()
  const [one, two] = [make(), make()]
  const task = one.task('t', () => {})
  await one.addJob({ id: 'mine', task, trigger: every('1h'), store: 'node' })
  await one.addJob({ id: 'ours', task, trigger: every('1h') })
  expect(await two.getJob('mine')).toBeNull()
  expect(await two.getJob('ours')).toMatchObject({ id: 'ours' })
})
