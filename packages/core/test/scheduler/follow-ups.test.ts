import { expect, test } from 'vitest'
import { after, cron, every, type Scheduler } from '@punctual/core'
import { deferred, scene } from './scene.ts'

async function runsOf(scheduler: Scheduler, job: string): Promise<readonly string[]> {
  return (await scheduler.listRuns({ job })).items.map(({ state }) => state)
}

test('a chain of jobs runs one after the other, each with the result of the one before', async () => {
  const { make, clock } = scene('2026-03-02T00:59:00Z')
  const scheduler = make()
  const extract = scheduler.schedule('extract', cron('0 1 * * *'), () => ({ file: 's3://x/1' }))
  const transform = scheduler.schedule('transform', after(extract), ({ upstream, cause }) => ({
    from: upstream[0]?.result ?? null,
    cause,
  }))
  const loaded: unknown[] = []
  scheduler.schedule('load', after(transform), ({ upstream }) => {
    loaded.push(upstream[0]?.result)
  })
  await scheduler.start()
  await clock.advance('2m')
  expect(loaded).toEqual([{ from: { file: 's3://x/1' }, cause: 'after' }])
})

test('a join waits for all of its parents, and gives the results of all', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const slow = deferred<string>()
  scheduler.schedule('quick', every('1h'), () => 'quick')
  scheduler.schedule('slow', every('1h'), () => slow.promise)
  const joined: unknown[] = []
  scheduler.schedule('join', after(['quick', 'slow']), ({ upstream }) => {
    joined.push(upstream.map(({ jobId, result }) => [jobId, result]))
  })
  await scheduler.start()
  await clock.advance('61m')
  expect(joined).toEqual([])
  slow.resolve('at last')
  await clock.advance('1m')
  expect(joined).toEqual([
    [
      ['quick', 'quick'],
      ['slow', 'at last'],
    ],
  ])
})

test('a follow-up on failure runs once for each parent that failed', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  scheduler.schedule('good', every('1h'), () => {})
  scheduler.schedule('bad', every('1h'), () => {
    throw new Error('disk full')
  })
  const told: unknown[] = []
  const options = { on: 'failure', need: 'any' } as const
  scheduler.schedule('alert', after(['good', 'bad'], options), ({ upstream }) => {
    told.push(upstream.map(({ jobId, error }) => [jobId, error?.message]))
  })
  await scheduler.start()
  await clock.advance('61m')
  expect(told).toEqual([[['bad', 'disk full']]])
  expect(await runsOf(scheduler, 'good')).toEqual(['succeeded'])
})

test('retries are no end: what follows waits until the run has ended for good', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  let attempts = 0
  const options = { retry: { limit: 2, delay: '10s', backoff: 'fixed', jitter: false } } as const
  scheduler.schedule(
    'flaky',
    every('1h'),
    () => {
      attempts += 1
      if (attempts < 3) throw new Error('not yet')
      return attempts
    },
    options,
  )
  const results: unknown[] = []
  scheduler.schedule('next', after('flaky'), ({ upstream }) => {
    results.push(upstream[0]?.result)
  })
  await scheduler.start()
  await clock.advance('60m 15s')
  expect(results).toEqual([])
  await clock.advance('30s')
  expect(results).toEqual([3])
})

test('a manual run of a parent is followed as well', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  scheduler.schedule('parent', every('1d'), () => 1)
  scheduler.schedule('child', after('parent'), () => 2)
  await scheduler.start()
  await scheduler.runJob('parent')
  await clock.advance('5s')
  expect(await runsOf(scheduler, 'child')).toEqual(['succeeded'])
})
