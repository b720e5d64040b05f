import { expect, test } from 'vitest'
import { fireAt, MINUTE, Stage } from './stage.ts'

test('while every slot is held a fire is skipped, and the span names the run that stood in the way', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const start = stage.now
  const { runId } = await stage.fired('report')
  const at = start + MINUTE
  expect(await stage.fire('report')).toMatchObject({
    ...{ runs: [], skipped: [{ at, reason: 'overlap_skipped' }] },
  })
  await stage.fire('report')
  expect(await stage.spans('report')).toMatchObject([
    { first: at, last: at + MINUTE, reason: 'overlap_skipped', cause: runId },
  ])
  expect(await stage.states('report')).toEqual(['running'])
})

test('as many runs hold a slot at once as maxInstances says, each another one', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { maxInstances: 2 } })
  const first = await stage.fired('report')
  await stage.fired('report')
  expect(await stage.fire('report')).toMatchObject({ runs: [] })
  await stage.finish(first)
  const third = await stage.fired('report')
  expect((await stage.runs('report')).map((run) => run.slot)).toEqual([null, 1, 0])
  expect(third.state).toBe('running')
})

test('a slot is held through retry and back-off', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  await stage.finish(run, 'retry')
  expect(await stage.run(run.runId)).toMatchObject({ state: 'pending', slot: 0, owner: null })
  expect(await stage.fire('report')).toMatchObject({
    skipped: [{ reason: 'overlap_skipped' }],
  })
})

test('with a queue the fires wait in order, and each end lets the next one in', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { overlap: 'queue' } })
  const first = await stage.fired('report')
  await stage.fired('report')
  await stage.fired('report')
  expect(await stage.states('report')).toEqual(['running', 'waiting', 'waiting'])
  await stage.finish(first)
  expect(await stage.states('report')).toEqual(['succeeded', 'pending', 'waiting'])
  expect((await stage.runs('report'))[1]).toMatchObject({ slot: 0, readyAt: stage.now })
})

test('a queue is as long as maxQueue, then its fires become a span', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { overlap: 'queue', maxQueue: 1 } })
  const { runId } = await stage.fired('report')
  await stage.fired('report')
  const at = stage.now + MINUTE
  expect(await stage.fire('report')).toMatchObject({ skipped: [{ at, reason: 'queue_full' }] })
  expect(await stage.spans('report')).toMatchObject([{ first: at, cause: runId }])
})

test('fires that are made up wait whatever overlap says, as far as maxCatchUp', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { maxCatchUp: 2, maxQueue: 1 } })
  const start = stage.now
  stage.pass(3 * MINUTE)
  const fires = [0, 1, 2, 3].map((n) => fireAt(start + n * MINUTE, { catchUp: true }))
  expect(await stage.publish('report', { fires })).toMatchObject({
    runs: [{ state: 'running' }, { state: 'waiting' }, { state: 'waiting' }],
    skipped: [{ at: start + 3 * MINUTE, reason: 'queue_full' }],
  })
})

test('a fire that replaces waits alone, and the oldest running one is asked to stop', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { overlap: 'replace' } })
  const start = stage.now
  const first = await stage.fired('report')
  await stage.fired('report')
  expect(await stage.run(first.runId)).toMatchObject({ state: 'running', cancel: 'replaced' })
  const third = await stage.fire('report')
  expect(third).toMatchObject({
    runs: [{ state: 'waiting' }],
    skipped: [{ at: start + MINUTE, reason: 'replaced' }],
  })
  await stage.fire('report')
  expect(await stage.told('report', start)).toEqual([[MINUTE, 2 * MINUTE, 'replaced']])
  expect(await stage.states('report')).toEqual(['running', 'waiting'])
  await stage.finish(first, 'cancelled')
  expect(await stage.states('report')).toEqual(['cancelled', 'pending'])
})

test('a fire that replaces one that nobody has begun takes its slot at once', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { overlap: 'replace' } })
  await stage.fired('report', { own: false })
  expect(await stage.fire('report', { own: false })).toMatchObject({ runs: [{ state: 'pending' }] })
  expect(await stage.states('report')).toEqual(['cancelled', 'pending'])
})

test('a run by hand is never skipped and never replaced: it starts or waits, in its turn', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { overlap: 'replace' } })
  const first = await stage.fired('report')
  expect(await stage.byHand('report', 'm1', true)).toMatchObject({
    state: 'waiting',
    kind: 'manual',
  })
  await stage.fired('report')
  await stage.finish(first, 'cancelled')
  expect(await stage.states('report')).toEqual(['cancelled', 'pending', 'waiting'])
})

test('a run by hand with a free slot is taken at once, or is ready for anybody', async () => {
  const stage = await Stage.open()
  await stage.add('report', { policies: { maxInstances: 2 }, input: '1' })
  expect(await stage.byHand('report', 'm1', true)).toMatchObject({
    ...{ state: 'running', owner: 'a', token: 1, fireAt: stage.now, batch: 'by-hand' },
  })
  expect(await stage.byHand('report', 'm2')).toMatchObject({ state: 'pending', slot: 1 })
  expect(await stage.job('report')).toMatchObject({ version: 1, runSeq: 2, runsLeft: null })
})

test('the same key is answered with the run that is there', async () => {
  const stage = await Stage.open()
  await stage.add('report')
  const first = await stage.byHand('report', 'm1')
  const put = { key: 'm1', job: 'report', kind: 'manual', input: '2', own: true } as const
  expect(await stage.store.enqueue([put, { ...put, job: 'none' }])).toEqual([
    { result: 'exists', run: first },
    { result: 'unknown' },
  ])
})

test('a lower maxInstances lets nobody into a low slot that is free', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { maxInstances: 3 } })
  const first = await stage.fired('report')
  await stage.fired('report')
  await stage.fired('report')
  const policies = { ...(await stage.job('report')).policies, maxInstances: 2 }
  await stage.change({ kind: 'update', id: 'report', policies })
  await stage.finish(first)
  expect(await stage.fire('report')).toMatchObject({ runs: [] })
})

test('a higher maxInstances lets those in that wait', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { overlap: 'queue' } })
  await stage.fired('report')
  await stage.fired('report')
  const policies = { ...(await stage.job('report')).policies, maxInstances: 2 }
  await stage.change({ kind: 'update', id: 'report', policies })
  expect(await stage.states('report')).toEqual(['running', 'pending'])
})

test('of two fires of one call that replace, only the later one is left', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { overlap: 'replace' } })
  const start = stage.now
  await stage.fired('report')
  stage.pass(2 * MINUTE)
  const fires = [fireAt(start + MINUTE), fireAt(start + 2 * MINUTE)]
  expect(await stage.publish('report', { fires })).toMatchObject({
    runs: [{ fireAt: start + 2 * MINUTE, state: 'waiting' }],
    skipped: [{ at: start + MINUTE, reason: 'replaced' }],
  })
})

test('one that waits needs one slot: nobody is asked to stop while another leaves already', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { overlap: 'replace', maxInstances: 2 } })
  await stage.fired('report')
  const leaving = await stage.fired('report')
  await stage.store.cancel([leaving.runId], 'enough')
  await stage.fired('report')
  expect((await stage.runs('report')).map((run) => run.cancel)).toEqual([null, 'enough', null])
})

test('skips behind one run and behind the next are two spans, though nothing ran between them', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const first = await stage.fired('report')
  await stage.fire('report')
  await stage.finish(first)
  const byHand = await stage.byHand('report', 'm', true)
  await stage.fire('report')
  expect((await stage.spans('report')).map((span) => span.cause)).toEqual([first.runId, byHand.id])
})
