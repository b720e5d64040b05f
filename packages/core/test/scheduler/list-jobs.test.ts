import { expect, test } from 'vitest'
import { every, type Scheduler } from '@punctual/core'
import { codeOf, listed, scene } from './scene.ts'

async function filled(scheduler: Scheduler): Promise<void> {
  const [mail, report] = [scheduler.task('mail', () => {}), scheduler.task('report', () => {})]
  const trigger = every('1h')
  await scheduler.addJob({ id: 'a/1', task: mail, trigger, tags: ['tenant:1'] })
  await scheduler.addJob({ id: 'a/2', task: report, trigger, tags: ['tenant:1', 'vip'] })
  await scheduler.addJob({ id: 'b/1', task: mail, trigger, paused: true })
  await scheduler.addJob({ id: 'a/3', task: mail, trigger, store: 'node' })
}

test('jobs are listed by id, store by store, and every criterion narrows', async () => {
  const scheduler = scene().make()
  await filled(scheduler)
  const ids = async (filter: Parameters<Scheduler['listJobs']>[0]) =>
    (await scheduler.listJobs(filter)).items.map(({ id }) => id)
  expect(await ids({})).toEqual(['a/1', 'a/2', 'b/1', 'a/3'])
  expect(await ids({ task: 'mail' })).toEqual(['a/1', 'b/1', 'a/3'])
  expect(await ids({ tag: 'tenant:1' })).toEqual(['a/1', 'a/2'])
  expect(await ids({ idPrefix: 'a/' })).toEqual(['a/1', 'a/2', 'a/3'])
  expect(await ids({ state: 'paused' })).toEqual(['b/1'])
  expect(await ids({ state: ['active', 'paused'], store: 'default' })).toEqual([
    'a/1',
    'a/2',
    'b/1',
  ])
  expect(await ids({ task: 'mail', idPrefix: 'a/', store: 'node' })).toEqual(['a/3'])
})

test('jobs are found by how their last run ended', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', ({ jobId }) => {
    if (jobId === 'bad') throw new Error('no')
  })
  await scheduler.start()
  for (const id of ['good', 'bad']) await scheduler.addJob({ id, task, trigger: every('1m') })
  await clock.advance('2m')
  const { items } = await scheduler.listJobs({ lastRun: 'failed' })
  expect(items.map(({ id, failuresInARow }) => [id, failuresInARow])).toEqual([['bad', 2]])
})

test('pages of any size give every job once, and the last one has no cursor', async () => {
  const scheduler = scene().make()
  await filled(scheduler)
  for (const limit of [1, 2, 3, 4, 5]) {
    const ids: string[] = []
    let cursor: string | null = null
    let pages = 0
    do {
      const page = await scheduler.listJobs({ limit, ...(cursor !== null && { cursor }) })
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
      pages += 1
    } while (cursor !== null)
    expect(ids).toEqual(['a/1', 'a/2', 'b/1', 'a/3'])
    expect(pages).toBe(Math.ceil(4 / limit))
  }
})

test('a page that is full to the last job is the last one, and ids of another store may come before', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const trigger = every('1h')
  for (const id of ['m', 'n']) await scheduler.addJob({ id, task, trigger })
  expect((await scheduler.listJobs({ limit: 2 })).cursor).toBeNull()
  await scheduler.addJob({ id: 'a', task, trigger, store: 'node' })
  const { cursor } = await scheduler.listJobs({ limit: 1 })
  const rest = await scheduler.listJobs({ cursor: cursor! })
  expect(rest.items.map(({ id }) => id)).toEqual(['n', 'a'])
})

test('eachJob goes over all pages', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const jobs = Array.from({ length: 305 }, (_, id) => ({ id: `${id}`, task, trigger: every('1h') }))
  await scheduler.addJobs(jobs)
  expect(await listed(scheduler.eachJob())).toHaveLength(305)
  expect(await listed(scheduler.eachJob({ idPrefix: '30' }))).toHaveLength(6)
})

test('bad paging, filters and cursors are refused', async () => {
  const scheduler = scene().make()
  const bad: unknown[] = [
    ...[{ limit: 0 }, { limit: 1_001 }, { limit: 1.5 }, { cursor: 'made up' }, { cursor: '' }],
    ...[{ state: 'asleep' }, { state: [7] }, { lastRun: 'fine' }, { tag: '' }, { colour: 'red' }],
  ]
  for (const filter of bad) {
    const list = () => scheduler.listJobs(filter as object)
    expect(await codeOf(list), JSON.stringify(filter)).toBe('PUNCTUAL_OPTION_INVALID')
  }
})
