import { expect, test } from 'vitest'
import { cron, every } from '@punctual/core'
import { z } from 'zod'
import { codeOf, deferred, NOON, scene } from './scene.ts'

test('a job runs by hand beside its trigger, whose next fire stays', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', ({ cause, fireTime }) => ({ cause, fireTime }))
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  await clock.advance('10m')
  const handle = await scheduler.runJob('a')
  await clock.advance('1s')
  const run = await handle.finished()
  const enqueued = NOON + 600_000
  expect(run).toMatchObject({
    ...{ cause: 'manual', fireTime: enqueued, result: { cause: 'manual', fireTime: enqueued } },
  })
  expect((await scheduler.getJob('a'))?.nextFireAt).toBe(NOON + 3_600_000)
})

test('the same key gives the same run, also long after', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  let runs = 0
  const task = scheduler.task('t', () => void (runs += 1))
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1d') })
  const first = await scheduler.runJob('a', { key: 'webhook 17' })
  await clock.advance('1m')
  const second = await scheduler.runJob('a', { key: 'webhook 17' })
  const third = await scheduler.runJob('a', { key: 'webhook 18' })
  await clock.advance('1m')
  expect(second.id).toBe(first.id)
  expect(third.id).not.toBe(first.id)
  expect(runs).toBe(2)
})

test('a run by hand may have its own input, which the schema of the task judges', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', ({ input }) => input.n, { input: z.object({ n: z.number() }) })
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1d'), input: { n: 1 } })
  const bad = () => scheduler.runJob('a', { input: { n: 'x' } })
  expect(await codeOf(bad)).toBe('PUNCTUAL_INPUT_INVALID')
  const own = await scheduler.runJob('a', { input: { n: 2 } })
  await clock.advance('1s')
  const inherited = await scheduler.runJob('a')
  await clock.advance('1s')
  expect((await own.finished()).result).toBe(2)
  expect((await inherited.finished()).result).toBe(1)
})

test('a run by hand waits for a slot of its job, and is never skipped', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const end = deferred()
  let first = true
  const task = scheduler.task('t', async () => {
    if (!first) return
    first = false
    await end.promise
  })
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: cron('0 13 * * *') })
  await clock.advance('1h')
  const handle = await scheduler.runJob('a')
  await clock.advance('10m')
  expect(await scheduler.getRun(handle.id)).toMatchObject({ state: 'waiting', startedAt: null })
  end.resolve()
  await clock.advance('1s')
  expect((await handle.finished()).state).toBe('succeeded')
})

test('a finished job can be run once more', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  let runs = 0
  const task = scheduler.task('t', () => void (runs += 1))
  await scheduler.start()
  await scheduler.runTask(task, undefined, { id: 'once' })
  await clock.advance('1s')
  const handle = await scheduler.runJob('once')
  await clock.advance('1s')
  expect((await handle.finished()).state).toBe('succeeded')
  expect(runs).toBe(2)
})

test('an unknown job and a bad key are refused', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: every('1d') })
  expect(await codeOf(() => scheduler.runJob('nobody'))).toBe('PUNCTUAL_UNKNOWN_JOB')
  for (const key of ['', ' x', 'x\n', 'k'.repeat(201)]) {
    expect(await codeOf(() => scheduler.runJob('a', { key }))).toBe('PUNCTUAL_OPTION_INVALID')
  }
})
