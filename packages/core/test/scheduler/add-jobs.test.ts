import { expect, test } from 'vitest'
import { every } from '@punctual/core'
import { codeOf, listed, scene } from './scene.ts'

test('jobs are added as they come, and counted', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'job/3', task, trigger: every('1h') })
  async function* jobs() {
    for (let number = 0; number < 250; number += 1) {
      yield { id: `job/${number}`, task, trigger: every('1h') }
    }
  }
  expect(await scheduler.addJobs(jobs(), { onConflict: 'keep' })).toEqual({
    ...{ added: 249, kept: 1, replaced: 0 },
  })
  expect(await listed(scheduler.eachJob())).toHaveLength(250)
})

test('jobs are pulled in batches, so that a long stream is never held in memory', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const stored: number[] = []
  async function* jobs() {
    for (let number = 0; number < 300; number += 1) {
      yield { id: `job/${number}`, task, trigger: every('1h') }
      if (number % 100 === 99) stored.push((await listed(scheduler.eachJob())).length)
    }
  }
  await scheduler.addJobs(jobs())
  expect(stored).toEqual([100, 200, 300])
})

test('a batch with a taken id is refused as a whole, and the error tells how far it got', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const job = (number: number) => ({ id: `job/${number}`, task, trigger: every('1h') })
  await scheduler.addJob(job(150))
  const jobs = Array.from({ length: 200 }, (_, number) => job(number))
  await expect(scheduler.addJobs(jobs)).rejects.toMatchObject({
    code: 'PUNCTUAL_JOB_EXISTS',
    message: expect.stringContaining('100 jobs of earlier batches are stored'),
  })
  expect(await listed(scheduler.eachJob())).toHaveLength(101)
})

test('a bad job in a short list leaves nothing stored', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const jobs = [
    { id: 'good', task, trigger: every('1h') },
    { id: ' bad', task, trigger: every('1h') },
  ]
  expect(await codeOf(() => scheduler.addJobs(jobs))).toBe('PUNCTUAL_JOB_ID_INVALID')
  expect(await scheduler.getJob('good')).toBeNull()
})

test('an id that stands twice in one list is a conflict, also with itself', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const twice = { id: 'twice', task, trigger: every('1h') }
  expect(await codeOf(() => scheduler.addJobs([twice, twice]))).toBe('PUNCTUAL_JOB_EXISTS')
  expect(await scheduler.addJobs([twice, twice], { onConflict: 'replace' })).toEqual({
    ...{ added: 1, kept: 0, replaced: 1 },
  })
})

test('jobs of one list may go to several stores', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const trigger = every('1h')
  await scheduler.addJobs([
    { id: 'a', task, trigger },
    { id: 'b', task, trigger, store: 'node' },
  ])
  const stores = (await listed(scheduler.eachJob())).map(({ id, store }) => `${store}:${id}`)
  expect(stores).toEqual(['default:a', 'node:b'])
})
