import { expect, test } from 'vitest'
import { MINUTE, policiesOf, SECOND, Stage } from './stage.ts'

test('an instant that was due when its job was removed is accounted for', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  stage.pass(5 * SECOND)
  const { row } = await stage.remove('report')
  expect(row).toMatchObject({ state: 'active', nextAt: stage.now - 5 * SECOND })
  expect(await stage.jobOrNull('report')).toBeNull()
  expect(await stage.told('report', stage.now)).toEqual([[-5 * SECOND, 0, 'job_removed']])
})

test('the instants of a pause are accounted for when the job is removed without a resume', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  await stage.pause('report')
  stage.pass(MINUTE)
  await stage.remove('report')
  expect(await stage.told('report', stage.now)).toEqual([[-MINUTE, 0, 'paused']])
})

test('a removed job that had nothing due leaves no span', async () => {
  const stage = await Stage.open()
  await stage.add('report')
  await stage.remove('report')
  expect(await stage.spans('report')).toEqual([])
})

test('an instant that was due when the trigger was changed is accounted for', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  stage.pass(MINUTE)
  const when = { ...stage.put('x', { trigger: '"other"' }) }
  await stage.change({ kind: 'update', id: 'report', when })
  expect(await stage.told('report', stage.now)).toEqual([[-MINUTE, 0, 'missed_in_outage']])
})

test('a run of a removed job that fails is not tried again', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  await stage.remove('report')
  expect((await stage.finish(run, 'retry')).run).toMatchObject({
    ...{ state: 'failed', error: { message: 'it broke' }, attempt: 1 },
  })
})

test('a run of a removed job that is given back unstarted is cancelled', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  await stage.remove('report')
  expect((await stage.finish(run, 'released')).run).toMatchObject({ state: 'cancelled' })
})

test('a run of a removed job whose node dies is lost, though its job would have run it again', async () => {
  const stage = await Stage.open()
  await stage.session('b')
  await stage.due('report')
  await stage.fired('report')
  await stage.remove('report')
  const { closed, runs } = await stage.store.reap('a', { by: 'b', expectBeat: 0 })
  expect(closed).toBe(true)
  expect(runs).toMatchObject([{ state: 'lost', error: { code: 'PUNCTUAL_NODE_LOST' }, token: 2 }])
})

test('the runs of a removed job do not hold the slots of the one that takes its id', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  await stage.remove('report')
  await stage.due('report')
  expect((await stage.fired('report')).state).toBe('running')
  await stage.finish(run)
  expect(await stage.job('report')).toMatchObject({ last: null })
  expect(await stage.states('report')).toEqual(['succeeded', 'running'])
})

test('a finished job keeps its id until its last run has ended, then gives it away with its history', async () => {
  const stage = await Stage.open()
  await stage.due('once')
  stage.pass(MINUTE)
  const { nextAt } = await stage.job('once')
  const published = await stage.publish('once', { next: null })
  expect(published).toMatchObject({ finished: true })
  expect(await stage.answer(stage.put('once'), 'fail')).toMatchObject({ result: 'exists' })
  const [run] = await stage.runs('once')
  await stage.finish(run!)
  const added = await stage.add('once')
  expect(added).toMatchObject({ state: 'active', runSeq: 1, last: null, version: 1 })
  expect(await stage.runs('once')).toMatchObject([{ fireAt: nextAt, inc: run!.inc }])
})

test('a finished job can be run by hand', async () => {
  const stage = await Stage.open()
  await stage.due('once', { policies: policiesOf() })
  await stage.publish('once', { next: null })
  const [run] = await stage.runs('once')
  await stage.finish(run!, 'failed')
  expect(await stage.byHand('once', 'again')).toMatchObject({ state: 'pending', seq: 2 })
})
