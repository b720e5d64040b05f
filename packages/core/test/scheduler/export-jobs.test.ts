import { expect, test } from 'vitest'
import { at, cron, every, fixedDelay, memoryStore, type Json } from '@punctual/core'
import { codeOf, listed, NOON, scene } from './scene.ts'

const HOUR = 3_600_000

test('export and import keep ids, triggers, inputs and next fires, and an existing id fails [78]', async () => {
  const { make, clock } = scene()
  const from = make()
  const task = from.task('t', () => {}, { timeout: '7s' })
  const by = { task: 't', tags: ['vip'] }
  await from.addJob({ ...by, id: 'every', trigger: every('1h'), input: { a: [1, null] } })
  await from.addJob({
    ...by,
    id: 'cron',
    trigger: cron('0 9 * * *', { timezone: 'Asia/Shanghai' }),
  })
  await from.addJob({
    ...by,
    id: 'at',
    trigger: at(NOON + 5 * HOUR),
    retry: { limit: 2, delay: '1m' },
  })
  await from.addJob({ ...by, id: 'paused', trigger: every('2h'), paused: true, maxRuns: 9 })
  await from.addJob({ id: 'poll', task, trigger: fixedDelay('30s'), store: 'node' })
  await clock.advance('10m')
  const lines = (await listed(from.exportJobs())).map((line) => JSON.stringify(line))

  const to = make({ store: memoryStore() })
  to.task('t', () => {}, { timeout: '8s' })
  expect(await to.importJobs(lines)).toEqual({ added: 5, kept: 0, replaced: 0 })
  const before = await listed(from.eachJob())
  const after = await listed(to.eachJob())
  const same = ({ id, store, trigger, input, nextFireAt, state }: (typeof after)[number]) => ({
    ...{ id, store, trigger, input, nextFireAt, state },
  })
  expect(after.map(same)).toEqual(before.map(same))
  expect(after.every(({ policies }) => policies.timeout === 8_000)).toBe(true)
  expect(await to.getJob('at')).toMatchObject({
    policies: { retry: { limit: 2, delay: 60_000 }, tags: ['vip'] },
  })
  expect(await codeOf(() => to.importJobs(lines))).toBe('PUNCTUAL_JOB_EXISTS')
  expect(await to.importJobs(lines, { onConflict: 'keep' })).toEqual({
    added: 0,
    kept: 5,
    replaced: 0,
  })
  expect(await to.importJobs(lines, { onConflict: 'replace' })).toMatchObject({ replaced: 5 })
})

test('an imported period counts from where it counted before', async () => {
  const { make, clock } = scene()
  const from = make()
  from.task('t', () => {})
  await from.addJob({ id: 'a', task: 't', trigger: every('1h') })
  const lines = await listed(from.exportJobs())
  const to = make({ store: memoryStore() })
  to.task('t', () => {})
  await clock.advance('30m')
  await to.start()
  await to.importJobs(lines)
  await clock.advance('2h')
  const fires = (await to.listRuns({ job: 'a' })).items.map(({ fireTime }) => fireTime - NOON)
  expect(fires).toEqual([2 * HOUR, HOUR])
})

test('a declared job stays declared, with its edits, so that its code finds it again', async () => {
  const { make } = scene()
  const declare = (options: object) => {
    const scheduler = make({ app: { name: 'shop' }, ...options })
    scheduler.schedule('nightly', cron('0 3 * * *'), () => {}, { priority: 1 })
    return scheduler
  }
  const from = declare({})
  await from.start()
  await from.updateJob('nightly', { priority: 8 })
  const lines = await listed(from.exportJobs())
  const to = declare({ store: memoryStore() })
  expect(await to.importJobs(lines)).toEqual({ added: 1, kept: 0, replaced: 0 })
  expect(await codeOf(() => to.importJobs(lines))).toBe('PUNCTUAL_JOB_EXISTS')
  await to.start()
  expect(await to.getJob('nightly')).toMatchObject({
    ...{ origin: 'declared', edited: ['priority'], policies: { priority: 8 } },
  })
  expect(await to.resetJob('nightly')).toMatchObject({ edited: [], policies: { priority: 1 } })
})

test('finished jobs are not exported, and a filter narrows', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.runTask(task)
  for (const id of ['a/1', 'b/1']) await scheduler.addJob({ id, task, trigger: every('1h') })
  await clock.advance('1s')
  const ids = async (idPrefix: string) =>
    (await listed(scheduler.exportJobs(idPrefix === '' ? {} : { idPrefix }))).map((line) =>
      Reflect.get(Object(line), 'id'),
    )
  expect(await ids('')).toEqual(['a/1', 'b/1'])
  expect(await ids('b/')).toEqual(['b/1'])
})

test('a line that cannot be read is refused with its number, and nothing of it is stored', async () => {
  const { make } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task: 't', trigger: every('1h') })
  const [good] = await listed(scheduler.exportJobs())
  await scheduler.removeJob('a')
  const changed = (change: object): Json => ({ ...Object(good), ...change })
  const bad: readonly (readonly [Json, string])[] = [
    ...(['{', 7, null, [], {}] as const).map((line) => [line, 'PUNCTUAL_IMPORT_INVALID'] as const),
    [changed({ version: 2 }), 'PUNCTUAL_IMPORT_INVALID'],
    [changed({ anchor: 'noon' }), 'PUNCTUAL_IMPORT_INVALID'],
    [changed({ trigger: 'daily' }), 'PUNCTUAL_IMPORT_INVALID'],
    [changed({ policies: null }), 'PUNCTUAL_IMPORT_INVALID'],
    [changed({ declared: { hash: 1 } }), 'PUNCTUAL_IMPORT_INVALID'],
    [changed({ trigger: { kind: 'lunar' } }), 'PUNCTUAL_TRIGGER_UNKNOWN'],
    [changed({ task: 'unknown' }), 'PUNCTUAL_UNKNOWN_TASK'],
    [changed({ store: 'elsewhere' }), 'PUNCTUAL_UNKNOWN_STORE'],
    [changed({ id: '' }), 'PUNCTUAL_JOB_ID_INVALID'],
    [changed({ policies: { retry: -1 } }), 'PUNCTUAL_POLICY_INVALID'],
    [changed({ policies: { executor: 'gpu' } }), 'PUNCTUAL_UNKNOWN_EXECUTOR'],
  ]
  for (const [line, code] of bad) {
    const imported = scheduler.importJobs([good!, line])
    await expect(imported, JSON.stringify(line)).rejects.toMatchObject({
      ...{ code, message: expect.stringContaining('line 2') },
    })
    expect(await listed(scheduler.eachJob())).toEqual([])
  }
})
