import { expect, test } from 'vitest'
import fc from 'fast-check'
import { at, cron, every, type FireRecord, type Scheduler } from '@punctual/core'
import { NOON, scene } from '../scheduler/scene.ts'

const MINUTE = 60_000

async function all(
  scheduler: Scheduler,
  range: { from?: number; until?: number; limit?: number },
): Promise<readonly FireRecord[]> {
  const fires: FireRecord[] = []
  let cursor: string | null = null
  do {
    const page = await scheduler.listFires('a', { ...range, ...(cursor !== null && { cursor }) })
    fires.push(...page.items)
    cursor = page.cursor
  } while (cursor !== null)
  return fires
}

test('every due instant of a range is answered once, whatever became of it', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1m') })
  await clock.advance('3m')
  await scheduler.pauseJob('a')
  await clock.advance('3m 30s')
  await scheduler.resumeJob('a')
  await clock.advance('2m')
  const fires = await all(scheduler, { from: NOON, until: NOON + 10 * MINUTE })
  expect(fires.map(({ at }) => (at - NOON) / MINUTE)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(fires.map(({ reason }) => reason)).toEqual([
    ...['ran', 'ran', 'ran', 'paused', 'paused', 'paused', 'ran', 'ran', 'upcoming', 'upcoming'],
  ])
  expect(fires.filter(({ reason }) => reason === 'ran').every(({ runId }) => runId !== null)).toBe(
    true,
  )
})

test('without a range it goes from a day ago to the next fire', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('10h') })
  await clock.advance('35h')
  const { items, cursor } = await scheduler.listFires('a')
  expect(items.map(({ at, reason }) => [(at - NOON) / 3_600_000, reason])).toEqual([
    [20, 'ran'],
    [30, 'ran'],
    [40, 'upcoming'],
  ])
  expect(cursor).toBeNull()
})

test('pages of any size give the same instants as one page', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1m') })
  await clock.advance('20m')
  await scheduler.updateJob('a', { trigger: cron('*/3 * * * *') })
  await clock.advance('20m')
  const range = { from: NOON, until: NOON + 60 * MINUTE }
  const whole = await scheduler.listFires('a', { ...range, limit: 1_000 })
  expect(whole.items.length).toBeGreaterThan(30)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 50 }), async (limit) => {
      expect(await all(scheduler, { ...range, limit })).toEqual(whole.items)
    }),
    { numRuns: 15 },
  )
})

test('what why() says of an instant is what listFires() says', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1m'), maxRuns: 4 })
  await clock.advance('10m')
  const fires = await all(scheduler, { from: NOON, until: NOON + 12 * MINUTE })
  expect(fires.map(({ reason }) => reason).slice(3, 6)).toEqual([
    ...['ran', 'max_runs_reached', 'max_runs_reached'],
  ])
  for (const fire of fires) expect(await scheduler.why('a', fire.at)).toEqual(fire)
})

test('runs of an earlier trigger are still listed', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('7m') })
  await clock.advance('15m')
  await scheduler.updateJob('a', { trigger: every('1h') })
  const fires = await all(scheduler, { from: NOON, until: NOON + 80 * MINUTE })
  expect(fires.map(({ at, reason }) => [(at - NOON) / MINUTE, reason])).toEqual([
    ...[
      [7, 'ran'],
      [14, 'ran'],
      [75, 'upcoming'],
    ],
  ])
})

test('spans of an earlier trigger are listed by their ends, and nothing from before the job', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('7m'), paused: true })
  await clock.advance('30m')
  await scheduler.resumeJob('a')
  await scheduler.updateJob('a', { trigger: cron('0 * * * *') })
  const fires = await all(scheduler, { from: NOON - 300 * MINUTE, until: NOON + 60 * MINUTE })
  expect(fires.map(({ at, reason }) => [(at - NOON) / MINUTE, reason])).toEqual([
    ...[
      [7, 'paused'],
      [28, 'paused'],
      [60, 'upcoming'],
    ],
  ])
})

test('several runs of one instant, of jobs that had the id one after the other, do not end the list', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  for (const trigger of [at(NOON), at(NOON), at(NOON), every('10m')]) {
    await scheduler.addJob({ id: 'a', task, trigger })
    await clock.advance('1s')
  }
  await clock.advance('30m')
  for (const limit of [1, 2, 3]) {
    const fires = await all(scheduler, { from: NOON, until: NOON + 31 * MINUTE, limit })
    const told = fires.map(({ at: instant, reason }) => [
      Math.round((instant - NOON) / MINUTE),
      reason,
    ])
    expect(told).toEqual([0, 10, 20, 30].map((minutes) => [minutes, 'ran']))
  }
})

test('a range of years with a fire each second takes no longer than its page', async () => {
  const { make } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: every('1s') })
  const { items, cursor } = await scheduler.listFires('a', {
    from: NOON,
    until: '2099-01-01T00:00Z',
  })
  expect(items).toHaveLength(100)
  const next = await scheduler.listFires('a', { until: '2099-01-01T00:00Z', cursor: cursor! })
  expect(next.items[0]!.at).toBe(items.at(-1)!.at + 1_000)
})
