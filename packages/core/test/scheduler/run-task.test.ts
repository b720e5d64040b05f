import { expect, test } from 'vitest'
import { at, defineTask, every, type RunContext } from '@punctual/core'
import { codeOf, NOON, scene } from './scene.ts'

test('a task runs now, once, and its handle gives the run', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const resize = scheduler.task('resize', async ({ input }: RunContext<{ path: string }>) => ({
    thumb: `${input.path}.jpg`,
  }))
  await scheduler.start()
  const handle = await scheduler.runTask(resize, { path: '/x' })
  await clock.advance('1s')
  expect(await handle.finished()).toMatchObject({
    ...{ id: handle.id, task: 'resize', state: 'succeeded', cause: 'fire', fireTime: NOON },
    ...{ attempt: 1, result: { thumb: '/x.jpg' }, error: null, startedAt: NOON, endedAt: NOON },
  })
})

test('the id of the run is known before it begins', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  const handle = await scheduler.runTask(task, undefined, { id: 'a' })
  expect(handle.id).toMatch(new RegExp(`^.{10}\\.f${NOON.toString(36)}$`))
  expect(await scheduler.getRun(handle.id)).toBeNull()
  await scheduler.start()
  await clock.advance('1s')
  expect(await scheduler.getRun(handle.id)).toMatchObject({ jobId: 'a', state: 'succeeded' })
})

test('an id makes it idempotent: with keep, the second call gives the run of the first', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  let runs = 0
  const task = scheduler.task('t', () => void (runs += 1))
  const once = () => scheduler.runTask(task, undefined, { id: 'order/7', onConflict: 'keep' })
  const first = await once()
  expect((await once()).id).toBe(first.id)
  await scheduler.start()
  await clock.advance('1s')
  expect((await first.finished()).state).toBe('succeeded')
  expect(runs).toBe(1)
})

test('a kept job that is never due has no run to give', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: at(NOON + 1_000) })
  const kept = await scheduler.runTask(task, undefined, { id: 'a', onConflict: 'keep' })
  expect(kept.id.endsWith(`.f${(NOON + 1_000).toString(36)}`)).toBe(true)
  expect(await codeOf(() => scheduler.runTask(task, undefined, { id: 'a' }))).toBe(
    'PUNCTUAL_JOB_EXISTS',
  )
})

test('the run is a job of its own, with the policies it was given', async () => {
  const scheduler = scene().make()
  const task = defineTask('t', { retry: 1 })
  await scheduler.runTask(task, undefined, { id: 'a', priority: 9, timeout: '1m' })
  expect((await scheduler.getJob('a'))?.policies).toMatchObject({
    ...{ priority: 9, timeout: 60_000, retry: { limit: 1 } },
  })
})

test('runs of a task do not wait for each other', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  let running = 0
  let most = 0
  const task = scheduler.task('t', async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => clock.setTimer(1_000, () => resolve(null)))
    running -= 1
  })
  await scheduler.start()
  for (let call = 0; call < 3; call += 1) await scheduler.runTask(task)
  await clock.advance('5s')
  expect(most).toBe(3)
})

test('a job of any store can be kept running beside', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'x', task, trigger: every('1h') })
  const handle = await scheduler.runTask(task)
  expect(handle.id).not.toBe('')
})
