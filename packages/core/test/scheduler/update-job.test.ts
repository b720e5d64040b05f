import { expect, test } from 'vitest'
import { cron, every } from '@punctual/core'
import { z } from 'zod'
import { codeOf, NOON, scene } from './scene.ts'

const HOUR = 3_600_000

test('an update changes what it names and leaves the rest', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: every('1h'), timeout: '1m', priority: 3 })
  const updated = await scheduler.updateJob('a', { timeout: '5m' })
  expect(updated.policies).toMatchObject({ timeout: 300_000, priority: 3 })
  expect(updated).toMatchObject({ nextFireAt: NOON + HOUR, revision: 2, edited: [] })
})

test('null inherits a policy again, from the task and the defaults as they are now', async () => {
  const scheduler = scene().make({ defaults: { priority: 4 } })
  const task = scheduler.task('t', () => {}, { timeout: '9s' })
  await scheduler.addJob({ id: 'a', task, trigger: every('1h'), timeout: '1m', priority: 3 })
  const updated = await scheduler.updateJob('a', { timeout: null, priority: null, retry: null })
  expect(updated.policies).toMatchObject({ timeout: 9_000, priority: 4, retry: { limit: 0 } })
})

test('tags of an update replace the own tags of the job, and those of its task stay', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {}, { tags: ['mail'] })
  await scheduler.addJob({ id: 'a', task, trigger: every('1h'), tags: ['old'] })
  const updated = await scheduler.updateJob('a', { tags: ['new'] })
  expect(updated.policies.tags).toEqual(['mail', 'new'])
  expect((await scheduler.updateJob('a', { tags: null })).policies.tags).toEqual(['mail'])
})

test('another trigger starts anew, an equal one keeps the next fire', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  await clock.advance('20m')
  const same = await scheduler.updateJob('a', { trigger: every('1h') })
  expect(same.nextFireAt).toBe(NOON + HOUR)
  const other = await scheduler.updateJob('a', { trigger: every('2h') })
  expect(other.nextFireAt).toBe(NOON + HOUR / 3 + 2 * HOUR)
})

test('a finished job goes on with a new trigger', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'once', task })
  await clock.advance('1s')
  const again = await scheduler.updateJob('once', { trigger: every('1h') })
  expect(again).toMatchObject({ state: 'active', nextFireAt: NOON + 1_000 + HOUR })
})

test('an update of the input goes through the schema of the task', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {}, { input: z.object({ n: z.number() }) })
  await scheduler.addJob({ id: 'a', task, trigger: every('1h'), input: { n: 1 } })
  const bad = () => scheduler.updateJob('a', { input: { n: 'many' } })
  expect(await codeOf(bad)).toBe('PUNCTUAL_INPUT_INVALID')
  expect((await scheduler.updateJob('a', { input: { n: 2 } })).input).toEqual({ n: 2 })
})

test('an update that expects another revision is refused', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const { revision } = await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  const update = () => scheduler.updateJob('a', { priority: 1 }, { ifRevision: revision })
  await update()
  expect(await codeOf(update)).toBe('PUNCTUAL_JOB_CHANGED')
  await expect(update()).rejects.toMatchObject({ details: { id: 'a', revision: revision + 1 } })
})

test('fires never move the revision, so an update of a busy job does not conflict', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  const { revision } = await scheduler.addJob({ id: 'a', task, trigger: every('1s') })
  await clock.advance('10s')
  const updated = await scheduler.updateJob('a', { priority: 1 }, { ifRevision: revision })
  expect(updated.policies.priority).toBe(1)
})

test('updates at the same time are both kept', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  await Promise.all([
    scheduler.updateJob('a', { priority: 7 }),
    scheduler.updateJob('a', { timeout: '3s' }),
  ])
  expect((await scheduler.getJob('a'))?.policies).toMatchObject({ priority: 7, timeout: 3_000 })
})

test('an update with one bad field changes nothing [58]', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const before = await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  const bad = { priority: 5, retry: -1, trigger: every('2h') }
  expect(await codeOf(() => scheduler.updateJob('a', bad))).toBe('PUNCTUAL_POLICY_INVALID')
  expect(await scheduler.getJob('a')).toEqual(before)
})

test('the id, the task and the store of a job cannot be changed [57]', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  for (const change of [{ id: 'b' }, { task: 'u' }, { store: 'node' }, { paused: true }]) {
    await expect(scheduler.updateJob('a', change as object)).rejects.toMatchObject({
      code: 'PUNCTUAL_OPTION_INVALID',
      message: expect.stringContaining(Object.keys(change)[0]!),
    })
  }
})

test('an update without changes writes nothing', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const before = await scheduler.addJob({ id: 'a', task, trigger: cron('0 0 * * *') })
  expect(await scheduler.updateJob('a', {})).toEqual(before)
})

test('a node that does not know the task cannot inherit from it, but can give values', async () => {
  const { make } = scene()
  const client = make({ role: 'off' })
  await client.addJob({ id: 'a', task: 'elsewhere', trigger: every('1h'), priority: 2 })
  const inherit = () => client.updateJob('a', { priority: null })
  expect(await codeOf(inherit)).toBe('PUNCTUAL_UNKNOWN_TASK')
  expect((await client.updateJob('a', { priority: 9 })).policies.priority).toBe(9)
})

test('an unknown job is refused', async () => {
  const scheduler = scene().make()
  const update = () => scheduler.updateJob('nobody', { priority: 1 })
  expect(await codeOf(update)).toBe('PUNCTUAL_UNKNOWN_JOB')
})
