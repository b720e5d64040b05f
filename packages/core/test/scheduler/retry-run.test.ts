import { expect, test } from 'vitest'
import { every, type Json, type RunContext } from '@punctual/core'
import { codeOf, deferred, scene } from './scene.ts'

test('an ended run is run again, with the input it had', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  let broken = true
  const task = scheduler.task('t', ({ input }: RunContext<Json>) => {
    if (broken) throw new Error('the service is down')
    return input
  })
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1d'), input: 1 })
  const failed = await scheduler.runJob('a', { input: { own: true } })
  await clock.advance('1s')
  expect((await failed.finished()).error?.message).toBe('the service is down')
  broken = false
  const again = await scheduler.retryRun(failed.id)
  await clock.advance('1s')
  expect(await again.finished()).toMatchObject({
    ...{ state: 'succeeded', cause: 'manual', jobId: 'a', result: { own: true } },
  })
  expect((await failed.finished()).state).toBe('failed')
})

test('a run that has not ended is not run again', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const end = deferred()
  const task = scheduler.task('t', () => end.promise)
  await scheduler.start()
  const handle = await scheduler.runTask(task)
  await clock.advance('1s')
  expect(await codeOf(() => scheduler.retryRun(handle.id))).toBe('PUNCTUAL_RUN_NOT_ENDED')
  end.resolve()
})

test('an unknown run, and a run whose job was removed, are refused', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  expect(await codeOf(() => scheduler.retryRun('nobody.m1'))).toBe('PUNCTUAL_UNKNOWN_RUN')
  const handle = await scheduler.runTask(task, undefined, { id: 'a' })
  await clock.advance('1s')
  await scheduler.removeJob('a')
  expect(await codeOf(() => scheduler.retryRun(handle.id))).toBe('PUNCTUAL_UNKNOWN_JOB')
})
