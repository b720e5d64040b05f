import { expect, test } from 'vitest'
import { every } from '@punctual/core'
import { deaf, deferred, scene } from './scene.ts'

test('a running run is aborted at once, with the reason, and ends cancelled', async () => {
  const { make, clock, store } = scene()
  const scheduler = make({ store: deaf(store) })
  const aborted = deferred<unknown>()
  const task = scheduler.task('t', async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    aborted.resolve(signal.reason)
  })
  await scheduler.start()
  const handle = await scheduler.runTask(task)
  await clock.advance('1s')
  expect(await scheduler.cancelRun(handle.id, { reason: 'wrong customer' })).toBe(true)
  expect(await aborted.promise).toMatchObject({ code: 'PUNCTUAL_RUN_CANCELLED' })
  expect(await handle.finished()).toMatchObject({
    state: 'cancelled',
    error: { code: 'PUNCTUAL_RUN_CANCELLED', message: expect.stringContaining('wrong customer') },
  })
})

test('a waiting run ends without having begun, and is told of', async () => {
  const { make, clock, hear } = scene()
  const scheduler = make()
  const end = deferred()
  const task = scheduler.task('t', () => end.promise)
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1d') })
  await scheduler.runJob('a')
  const waiting = await scheduler.runJob('a')
  await clock.advance('1s')
  const heard = hear(scheduler, 'run:cancelled')
  const finished = waiting.finished()
  expect(await scheduler.cancelRun(waiting.id)).toBe(true)
  expect(await finished).toMatchObject({ state: 'cancelled', startedAt: null })
  expect(heard.map(({ run }) => run.id)).toEqual([waiting.id])
  end.resolve()
})

test('a run that has ended, and one that never was, cannot be cancelled', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  const handle = await scheduler.runTask(task)
  await clock.advance('1s')
  expect(await scheduler.cancelRun(handle.id)).toBe(false)
  expect(await scheduler.cancelRun('nobody.m1')).toBe(false)
})

test('a run of another node is cancelled there, with its next beat', async () => {
  const { make, clock } = scene()
  const client = make({ role: 'off' })
  const worker = make()
  worker.task('t', async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  })
  await worker.start()
  const { id } = await client.addJob({ task: 't', trigger: every('1m') })
  await clock.advance('1m 1s')
  const [run] = (await client.listRuns({ job: id })).items
  expect(run?.state).toBe('running')
  expect(await client.cancelRun(run!.id)).toBe(true)
  await clock.advance('10s')
  expect((await client.getRun(run!.id))?.state).toBe('cancelled')
})
