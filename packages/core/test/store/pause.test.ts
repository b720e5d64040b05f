import { expect, test } from 'vitest'
import { delayed, MINUTE, SECOND, Stage } from './stage.ts'

test('a run that was put back during a pause still runs when the job has no further instant', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  await stage.pause('report')
  await stage.finish(run, 'retry')
  const { row } = await stage.resume('report', null)
  expect(row).toMatchObject({ state: 'finished', pause: null, nextAt: null })
  expect(await stage.claim()).toMatchObject([{ id: run.runId, attempt: 2 }])
})

test('a job is held back as long as one of two reasons is left', async () => {
  const stage = await Stage.open()
  await stage.declare('report', {}, 'gone')
  await stage.declare('other')
  const { nextAt } = await stage.job('report')
  await stage.pause('report')
  await stage.store.sweep('a', 10)
  stage.pass(2 * MINUTE)
  expect((await stage.store.sweep('a', 10)).undeclared).toMatchObject([{ state: 'undeclared' }])
  expect(await stage.pause('report')).toMatchObject({ result: 'unchanged' })
  const later = stage.now + MINUTE
  const span = { first: nextAt!, last: stage.now, reason: 'paused' } as const
  expect(await stage.resume('report', later, span)).toMatchObject({
    result: 'done',
    row: { state: 'undeclared', pause: null, nextAt: null, heldNext: later },
  })
  const lift = { kind: 'resume', id: 'report', lifts: 'undeclared' } as const
  expect(await stage.change({ ...lift, nextAt: later, span: null })).toMatchObject({
    row: { state: 'active', nextAt: later, heldNext: null },
  })
})

test('a job that is undeclared can be paused too, and stays so when it is declared again', async () => {
  const stage = await Stage.open()
  await stage.declare('report', {}, 'gone')
  await stage.declare('other')
  await stage.store.sweep('a', 10)
  stage.pass(2 * MINUTE)
  await stage.store.sweep('a', 10)
  expect(await stage.pause('report')).toMatchObject({ row: { state: 'undeclared', pause: {} } })
  expect(await stage.declare('report')).toMatchObject({ result: 'undeclared' })
  const lift = { kind: 'resume', id: 'report', lifts: 'undeclared' } as const
  const { row } = await stage.change({ ...lift, nextAt: stage.now + 1, span: null })
  expect(row).toMatchObject({ state: 'paused', nextAt: null, heldNext: stage.now + 1 })
})

test('spans of two pauses in a row are one span, since nothing lies between', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const start = stage.now
  for (const minute of [0, 1]) {
    await stage.pause('report')
    stage.pass(MINUTE)
    const at = start + minute * MINUTE
    await stage.resume('report', at + MINUTE, { first: at, last: at, reason: 'paused' })
  }
  expect(await stage.told('report', start)).toEqual([[0, MINUTE, 'paused']])
})

test('a job with a delay that was armed before its pause is armed by a resume that names no instant', async () => {
  const stage = await Stage.open()
  await stage.due('report', delayed(30 * SECOND))
  await stage.pause('report')
  expect(await stage.job('report')).toMatchObject({ heldNext: stage.now, nextAt: null })
  await stage.resume('report', null)
  expect(await stage.job('report')).toMatchObject({ nextAt: stage.now + 30 * SECOND })
})

test('a trigger that is changed during a pause counts from the resume on', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  await stage.pause('report')
  stage.pass(MINUTE)
  const when = { ...stage.put('x', { trigger: '"other"', nextAt: stage.now + SECOND }) }
  await stage.change({ kind: 'update', id: 'report', when })
  expect(await stage.job('report')).toMatchObject({
    ...{ state: 'paused', nextAt: null, heldNext: stage.now + SECOND, high: null },
  })
  expect(await stage.told('report', stage.now)).toEqual([[-MINUTE, 0, 'paused']])
})

test('a poisoned run pauses its job, and what waits behind it stays out of sight', async () => {
  const stage = await Stage.open()
  await stage.session('b')
  await stage.due('report', { policies: { maxCrashes: 1, overlap: 'queue' } })
  await stage.fired('report')
  await stage.fired('report')
  await stage.store.reap('a', { by: 'b', expectBeat: 0 })
  expect(await stage.job('report')).toMatchObject({
    ...{ state: 'paused', pause: { reason: 'poison', by: null }, failures: 1 },
  })
  expect(await stage.runs('report')).toMatchObject([
    { state: 'failed', error: { code: 'PUNCTUAL_POISON' }, crashes: 1 },
    { state: 'pending', readyAt: null },
  ])
})

test('a reason that is lifted without an instant leaves the one that was held', async () => {
  const stage = await Stage.open()
  await stage.declare('report', {}, 'gone')
  await stage.declare('other')
  await stage.pause('report')
  const { heldNext } = await stage.job('report')
  await stage.store.sweep('a', 10)
  stage.pass(2 * MINUTE)
  await stage.store.sweep('a', 10)
  expect((await stage.resume('report', null)).row).toMatchObject({ state: 'undeclared', heldNext })
})

test('a job with a delay that is resumed while it runs is armed by the end, whatever the resume says', async () => {
  const stage = await Stage.open()
  await stage.due('report', delayed(30 * SECOND))
  const run = await stage.fired('report')
  await stage.pause('report')
  expect((await stage.resume('report', stage.now + SECOND)).row).toMatchObject({ nextAt: null })
  stage.pass(MINUTE)
  await stage.finish(run)
  expect(await stage.job('report')).toMatchObject({ nextAt: stage.now + 30 * SECOND })
})

test('a trigger without any instant left finishes its job, with a delay too', async () => {
  const stage = await Stage.open()
  const never = { ...delayed(SECOND), nextAt: null }
  expect(await stage.add('delay', never)).toMatchObject({ state: 'finished', nextAt: null })
  await stage.add('report')
  const when = { ...stage.put('x', never) }
  const { row } = await stage.change({ kind: 'update', id: 'report', when })
  expect(row).toMatchObject({ state: 'finished', nextAt: null })
  expect(await stage.store.sweep('a', 10)).toMatchObject({ rearmed: 0 })
})
