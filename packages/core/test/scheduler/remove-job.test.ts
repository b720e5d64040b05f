import { expect, test } from 'vitest'
import { every } from '@punctual/core'
import { deaf, deferred, scene } from './scene.ts'

test('a removed job is gone, its history stays, and removing it again says false', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1m') })
  await clock.advance('2m')
  expect(await scheduler.removeJob('a')).toBe(true)
  expect(await scheduler.removeJob('a')).toBe(false)
  expect(await scheduler.getJob('a')).toBeNull()
  expect((await scheduler.listRuns({ job: 'a' })).items).toHaveLength(2)
  await clock.advance('10m')
  expect((await scheduler.listRuns({ job: 'a' })).items).toHaveLength(2)
})

test('a running run of a removed job ends by itself and keeps its outcome', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const end = deferred<number>()
  const task = scheduler.task('t', () => end.promise)
  await scheduler.start()
  const handle = await scheduler.runTask(task, undefined, { id: 'a' })
  await clock.advance('1s')
  await scheduler.removeJob('a')
  end.resolve(7)
  const run = await handle.finished()
  expect(run).toMatchObject({ state: 'succeeded', result: 7 })
})

test('with cancelRuns a running run is aborted at once', async () => {
  const { make, clock, store } = scene()
  const scheduler = make({ store: deaf(store) })
  const aborted = deferred<unknown>()
  const task = scheduler.task('t', async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    aborted.resolve(signal.reason)
  })
  await scheduler.start()
  const handle = await scheduler.runTask(task, undefined, { id: 'a' })
  await clock.advance('1s')
  await scheduler.removeJob('a', { cancelRuns: true })
  expect(await aborted.promise).toMatchObject({ code: 'PUNCTUAL_RUN_CANCELLED' })
  expect((await handle.finished()).state).toBe('cancelled')
})

test('a job that is added again under the id of a removed one starts a life of its own', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1m') })
  await clock.advance('1m')
  await scheduler.removeJob('a')
  await scheduler.addJob({ id: 'a', task, trigger: every('1m') })
  await clock.advance('1m')
  const ids = (await scheduler.listRuns({ job: 'a' })).items.map(({ id }) => id.split('.')[0])
  expect(new Set(ids).size).toBe(2)
})
