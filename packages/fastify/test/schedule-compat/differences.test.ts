import { virtualClock } from '@punctual/testing'
import { afterEach, expect, test, vi } from 'vitest'
import {
  AsyncTask,
  CronJob,
  LongIntervalJob,
  SimpleIntervalJob,
  Task,
  ToadScheduler,
} from '../../src/schedule-compat/index.ts'

const start = '2026-03-01T10:00:00.000Z'
const nothing = (): void => {}

function open() {
  const clock = virtualClock(start)
  return { clock, scheduler: new ToadScheduler({ clock }) }
}

afterEach(() => {
  vi.restoreAllMocks()
})

test('a SimpleIntervalJob takes 30 days, and does not execute at once', async () => {
  const { clock, scheduler } = open()
  let count = 0
  const task = new Task('monthly', () => {
    count += 1
  })
  scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ days: 30 }, task))
  await clock.advance('29d')
  expect(count).toBe(0)
  await clock.advance('1d')
  expect(count).toBe(1)
  await scheduler.stopAndWait()
})

test('a LongIntervalJob rests until it is started', () => {
  const job = new LongIntervalJob({ days: 60 }, new Task('x', nothing))
  expect(job.getStatus()).toBe('stopped')
})

test('an async task whose function throws at once, or returns nothing, fails or ends like any other', async () => {
  const errors: string[] = []
  const told = (error: Error) => void errors.push(error.message)
  const throwing = new AsyncTask(
    'throws',
    () => {
      throw new Error('at once')
    },
    told,
  )
  const silent = new AsyncTask('silent', nothing as unknown as () => Promise<void>, told)
  throwing.execute()
  silent.execute()
  await vi.waitFor(() => expect([throwing.isExecuting, silent.isExecuting]).toEqual([false, false]))
  expect(errors).toEqual(['at once'])
})

test('an error handler that throws does not end the process, and is told on the console', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(nothing)
  const { clock, scheduler } = open()
  const throwing = (): never => {
    throw new Error('handler')
  }
  const fail = (text: string): never => {
    throw new Error(text)
  }
  const tasks = [
    new Task('sync', () => fail('a'), throwing),
    new AsyncTask('async', async () => fail('b'), throwing),
  ]
  for (const task of tasks) {
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 1 }, task))
  }
  await clock.advance('1s')
  const lines = said.mock.calls.map(([line]) => String(line))
  expect(lines.filter((line) => line.startsWith('Original'))).toEqual([
    'Original error: a',
    'Original error: b',
  ])
  expect(tasks.map((task) => task.isExecuting)).toEqual([false, false])
  await scheduler.stopAndWait()
})

test('starting a started cron job does not double it', async () => {
  const { clock, scheduler } = open()
  let count = 0
  const task = new Task('count', () => {
    count += 1
  })
  scheduler.addCronJob(new CronJob({ cronExpression: '* * * * * *' }, task, { id: 'c' }))
  scheduler.startById('c')
  await clock.advance('3s')
  expect(count).toBe(3)
  await scheduler.stopAndWait()
})

test('ids may be names that every object has', () => {
  const { scheduler } = open()
  expect(scheduler.existsById('constructor')).toBe(false)
  const job = new SimpleIntervalJob({ days: 1 }, new Task('x', nothing), { id: 'constructor' })
  scheduler.addSimpleIntervalJob(job)
  expect(scheduler.getById('constructor')).toBe(job)
  scheduler.stop()
})

test('a job whose start is refused leaves its id free, and says why with a code', () => {
  const { scheduler } = open()
  const add = (cronExpression: string) =>
    scheduler.addCronJob(new CronJob({ cronExpression }, new Task('x', nothing), { id: 'c' }))
  expect(() => add('61 * * * *')).toThrow(expect.objectContaining({ code: 'PUNCTUAL_CRON_RANGE' }))
  add('1 * * * *')
  expect(scheduler.getAllJobs()).toHaveLength(1)
  scheduler.stop()
})

test('refusals of the scheduler have codes', async () => {
  const { scheduler } = open()
  const newJob = () => new SimpleIntervalJob({ days: 1 }, new Task('x', nothing), { id: 'a' })
  scheduler.addSimpleIntervalJob(newJob())
  const refused = (call: () => unknown, code: string) =>
    expect(call).toThrow(expect.objectContaining({ code }))
  refused(() => scheduler.getById('b'), 'PUNCTUAL_UNKNOWN_JOB')
  refused(() => scheduler.addSimpleIntervalJob(newJob()), 'PUNCTUAL_JOB_EXISTS')
  await scheduler.stopAndWait()
  refused(() => scheduler.startById('a'), 'PUNCTUAL_STOPPED')
})

test('the scheduler below holds the history: what succeeded, failed, was executed at once or overlapped', async () => {
  const { clock, scheduler } = open()
  const gate = Promise.withResolvers<void>()
  const outcomes = [
    () => Promise.resolve(),
    () => Promise.reject(new Error('down')),
    () => gate.promise,
  ]
  const task = new AsyncTask(
    'sync orders',
    () => outcomes.shift()?.() ?? Promise.resolve(),
    nothing,
  )
  const schedule = { seconds: 10, runImmediately: true }
  scheduler.addSimpleIntervalJob(new SimpleIntervalJob(schedule, task, { id: 'orders' }))
  await clock.advance('30s')
  gate.resolve()
  await clock.advance('1s')
  const { items } = await scheduler.punctual.listRuns({ job: 'orders' })
  expect(items.map(({ cause, state, error }) => [cause, state, error?.message])).toEqual([
    ['fire', 'succeeded', undefined],
    ['fire', 'failed', 'down'],
    ['manual', 'succeeded', undefined],
  ])
  const skipped = await scheduler.punctual.why('orders', '2026-03-01T10:00:30Z')
  expect(skipped.reason).toBe('overlap_skipped')
  await scheduler.stopAndWait()
})

test('a stopped job is paused in the scheduler below, and jobs without an id are named after their task', async () => {
  const { clock, scheduler } = open()
  const task = new Task('tidy up', nothing)
  scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ hours: 1 }, task, { id: 'a' }))
  scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ hours: 2 }, task))
  scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ hours: 3 }, task))
  scheduler.stopById('a')
  await clock.advance('1s')
  const { items } = await scheduler.punctual.listJobs()
  expect(items.map(({ id, state }) => [id, state])).toEqual([
    ['a', 'paused'],
    ['tidy up', 'active'],
    ['tidy up#2', 'active'],
  ])
  await scheduler.stopAndWait()
})

test('what cannot be an id of Punctual is one all the same', async () => {
  const { clock, scheduler } = open()
  let count = 0
  const task = new Task('count', () => {
    count += 1
  })
  for (const id of [' ', '\n', 'é'.repeat(300), `${'é'.repeat(300)}!`]) {
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 1 }, task, { id }))
  }
  await clock.advance('1s')
  expect([count, scheduler.getAllJobs().length]).toEqual([4, 4])
  await scheduler.stopAndWait()
})

test('a job that moves to another scheduler leaves the first', async () => {
  const { clock, scheduler } = open()
  const other = new ToadScheduler({ clock })
  let count = 0
  const task = new Task('count', () => {
    count += 1
  })
  const job = new SimpleIntervalJob({ seconds: 1 }, task, { id: 'a' })
  scheduler.addSimpleIntervalJob(job)
  other.addSimpleIntervalJob(job)
  await clock.advance('3s')
  expect(count).toBe(3)
  expect((await scheduler.punctual.listJobs()).items).toEqual([])
  await Promise.all([scheduler.stopAndWait(), other.stopAndWait()])
})
