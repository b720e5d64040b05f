import { currentRun } from '@punctual/core'
import { expect, test } from 'vitest'
import {
  AsyncTask,
  SimpleIntervalJob,
  Task,
  ToadScheduler,
} from '../../src/schedule-compat/index.ts'

/** A task that goes on until it is told to end. */
function held() {
  const gate = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const task = new AsyncTask('held', async () => {
    begun.resolve()
    await gate.promise
  })
  return { task, begun: begun.promise, end: () => gate.resolve() }
}

/** Whether a promise has settled when all that is ready has been done. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  const later = new Promise<'later'>((resolve) => setImmediate(resolve, 'later'))
  return (await Promise.race([promise, later])) !== 'later'
}

test.each([
  ['that fell due', { milliseconds: 5 }],
  ['that was executed immediately', { hours: 1, runImmediately: true }],
])('stopAndWait waits for a task %s, and starts no other', async (_how, schedule) => {
  const scheduler = new ToadScheduler()
  const { task, begun, end } = held()
  scheduler.addSimpleIntervalJob(new SimpleIntervalJob(schedule, task, { id: 'a' }))
  await begun
  const stopped = scheduler.stopAndWait()
  expect(scheduler.getById('a').getStatus()).toBe('stopped')
  expect(await settled(stopped)).toBe(false)
  end()
  expect((await stopped).aborted).toBe(0)
  expect(task.isExecuting).toBe(false)
})

test('stopAndWait waits for executeAsync of a started job', async () => {
  const scheduler = new ToadScheduler()
  const { task, end } = held()
  const job = new SimpleIntervalJob({ hours: 1 }, task)
  scheduler.addSimpleIntervalJob(job)
  const executed = job.executeAsync()
  const stopped = scheduler.stopAndWait()
  expect(await settled(stopped)).toBe(false)
  end()
  await Promise.all([executed, stopped])
})

test('stopAndWait leaves a task behind when the drain is over; the task hears of it by the signal of its run', async () => {
  const scheduler = new ToadScheduler()
  const begun = Promise.withResolvers<void>()
  const heard = Promise.withResolvers<string>()
  const gate = Promise.withResolvers<void>()
  const task = new AsyncTask('endless', async () => {
    const signal = currentRun()?.signal
    signal?.addEventListener('abort', () => heard.resolve(String(signal.reason.code)))
    begun.resolve()
    await gate.promise
  })
  scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ milliseconds: 5 }, task))
  await begun.promise
  const report = await scheduler.stopAndWait({ drain: 20 })
  expect(report).toMatchObject({ finished: 0, aborted: 1 })
  expect(await heard.promise).toBe('PUNCTUAL_RUN_ABORTED')
  gate.resolve()
})

test('stopAndWait refuses a drain that is no duration, and stops nothing', async () => {
  const scheduler = new ToadScheduler()
  const job = new SimpleIntervalJob({ hours: 1 }, new Task('x', () => {}), { id: 'a' })
  scheduler.addSimpleIntervalJob(job)
  await expect(scheduler.stopAndWait({ drain: 'soon' })).rejects.toMatchObject({
    code: 'PUNCTUAL_DURATION_INVALID',
  })
  expect(job.getStatus()).toBe('running')
  await scheduler.stopAndWait()
})

test('a job that was never added to a scheduler executes all the same once it is started', async () => {
  const executed = Promise.withResolvers<unknown>()
  const task = new Task('lone', (taskId) => executed.resolve(taskId))
  const job = new SimpleIntervalJob({ milliseconds: 5 }, task)
  job.start()
  expect(await executed.promise).toBe('lone')
  job.stop()
  expect(job.getStatus()).toBe('stopped')
})
