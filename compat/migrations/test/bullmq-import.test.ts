import { createScheduler } from '@punctual/core'
import { virtualClock } from '@punctual/testing'
import type { Job, JobSchedulerJson } from 'bullmq'
import { expect, test } from 'vitest'
import { importFrom, specOf, specOfDelayed } from '../src/bullmq/import.ts'
import { firstFires } from './first-fires.ts'

const now = '2026-05-01T10:00:00Z'
const nightly: JobSchedulerJson = {
  key: 'nightly-cleanup',
  name: 'cleanup',
  pattern: '0 3 * * *',
  tz: 'Europe/Berlin',
  next: Date.parse('2026-05-02T01:00:00Z'),
  iterationCount: 4,
  template: {
    data: { days: 30 },
    opts: { attempts: 3, backoff: { type: 'exponential', delay: 500 } },
  },
}
const sync: JobSchedulerJson = {
  key: 'sync',
  name: 'sync',
  every: 900_000,
  next: Date.parse('2026-05-01T10:07:00Z'),
}

test('a pattern keeps its zone, its data and its attempts', () => {
  const spec = specOf(nightly)
  expect(spec).toMatchObject({
    id: 'nightly-cleanup',
    task: 'cleanup',
    input: { days: 30 },
    retry: { limit: 2, delay: 500, backoff: 'exponential', jitter: false },
  })
  expect(firstFires(spec, now)).toEqual(['2026-05-02T01:00:00.000Z', '2026-05-03T01:00:00.000Z'])
})

test('an interval goes on from the iteration that waits', () => {
  const fires = ['2026-05-01T10:07:00.000Z', '2026-05-01T10:22:00.000Z']
  expect(firstFires(specOf(sync), now)).toEqual(fires)
})

test('of a limit what is left remains, the iteration that waits included', () => {
  expect(specOf({ ...nightly, limit: 10 })).toMatchObject({ maxRuns: 7 })
})

test('a delayed job is due at the end of its delay', () => {
  const spec = specOfDelayed(delayed('42'))
  expect(spec).toMatchObject({ id: 'send-reminder/42', task: 'send-reminder', input: { cart: 1 } })
  expect(firstFires(spec, now)).toEqual(['2026-05-01T11:00:00.000Z'])
})

test('an import takes schedulers and delayed jobs, leaves what a scheduler made or what failed before, and can be repeated', async () => {
  await using scheduler = createScheduler({ clock: virtualClock(now) })
  for (const task of ['cleanup', 'sync', 'send-reminder']) scheduler.task(task, () => undefined)
  const queue = {
    getJobSchedulers: async () => [nightly, sync],
    getDelayed: async () => [
      delayed('42'),
      delayed('repeat:sync:1', { repeatJobKey: 'sync' }),
      delayed('43', { attemptsMade: 1 }),
    ],
  }
  for (const _ of [1, 2]) {
    expect(await importFrom(queue, scheduler)).toEqual([
      { id: '43', why: 'it waits for its next attempt' },
    ])
  }
  const { items } = await scheduler.listJobs()
  expect(items.map(({ id }) => id).toSorted()).toEqual([
    'nightly-cleanup',
    'send-reminder/42',
    'sync',
  ])
})

/** A job as the queue gives it, with what the import reads. */
function delayed(id: string, more: Partial<Job> = {}): Job {
  const timestamp = Date.parse(now)
  const job: Partial<Job> = {
    id,
    name: 'send-reminder',
    data: { cart: 1 },
    opts: { attempts: 0 },
    timestamp,
  }
  // A whole Job needs a queue, and a queue a server.
  return { ...job, delay: 3_600_000, attemptsMade: 0, ...more } as Job
}
