import { expect, test } from 'vitest'
import { DAY, HOUR, SECOND, Stage } from './stage.ts'

test('a success ends the run, frees its slot and is remembered by the job', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { history: { keep: 100, maxAge: HOUR } } })
  const run = await stage.fired('report')
  stage.pass(SECOND)
  const { result, run: row } = await stage.finish(run)
  expect(result).toBe('accepted')
  expect(row).toMatchObject({
    ...{ state: 'succeeded', result: '"done"', error: null, slot: null, owner: null },
    ...{ endedAt: stage.now, expiresAt: stage.now + HOUR, node: 'node-a', token: 1 },
  })
  expect(await stage.job('report')).toMatchObject({
    last: { runId: run.runId, state: 'succeeded', endedAt: stage.now },
    ...{ failures: 0, version: 2, revision: 1 },
  })
})

test('failures are counted until a success; a cancelled run is neither', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const failures: number[] = []
  for (const end of ['failed', 'failed', 'cancelled', 'succeeded'] as const) {
    await stage.finish(await stage.fired('report'), end)
    failures.push((await stage.job('report')).failures)
  }
  expect(failures).toEqual([1, 2, 2, 0])
})

test('an outcome that is sent again changes nothing and is known', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  const first = await stage.finish(run)
  expect(await stage.finish(run)).toEqual({ result: 'already', run: first.run })
  const retried = await stage.fired('report')
  await stage.finish(retried, 'retry')
  expect(await stage.finish(retried, 'retry')).toMatchObject({
    ...{ result: 'already', run: { attempt: 2, state: 'pending' } },
  })
})

test('the outcome of somebody who does not own the run is refused', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  await stage.session('b')
  const run = await stage.fired('report')
  expect((await stage.finish(run, 'succeeded', 'b')).result).toBe('fenced')
  expect((await stage.finish({ ...run, token: 2 })).result).toBe('fenced')
  expect(await stage.states('report')).toEqual(['running'])
})

test('nobody can end a run that was never owned', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report', { own: false })
  expect((await stage.finish(run)).result).toBe('fenced')
})

test('a run that is no longer kept is gone', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  await stage.finish(run)
  stage.pass(31 * DAY)
  await stage.store.sweep('a', 100)
  expect(await stage.finish(run)).toEqual({ result: 'gone', run: null })
})

test('a retry goes back to pending with its slot, its error and its delay', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report', { startDeadline: stage.now + SECOND })
  expect((await stage.finish(run, 'retry')).run).toMatchObject({
    ...{ state: 'pending', attempt: 2, readyAt: stage.now + 10 * SECOND, slot: 0, token: 1 },
    ...{ startDeadline: null, owner: null, batch: null, error: { message: 'it broke' } },
  })
  expect(await stage.job('report')).toMatchObject({ last: null, failures: 0 })
})

test('a run that is given back unstarted is as if it had never been taken', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const deadline = stage.now + SECOND
  const run = await stage.fired('report', { startDeadline: deadline })
  expect((await stage.finish(run, 'released')).run).toMatchObject({
    ...{ state: 'pending', attempt: 1, readyAt: stage.now, slot: 0, startDeadline: deadline },
    ...{ startedAt: null, owner: null, node: null },
  })
  expect(await stage.claim()).toMatchObject([{ token: 2, attempt: 1 }])
})

test('an outcome counts also after goodbye, unless somebody took the run', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  await stage.store.reap('a', { goodbye: true })
  expect((await stage.finish(run)).result).toBe('fenced')
})

test('a run that was asked to stop is not tried again', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  await stage.store.cancel([run.runId], 'enough')
  expect((await stage.finish(run, 'retry')).run).toMatchObject({
    ...{ state: 'cancelled', error: { code: 'PUNCTUAL_RUN_CANCELLED' } },
  })
})

test('a run that was asked to stop and returned all the same has succeeded', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  await stage.store.cancel([run.runId], 'enough')
  expect((await stage.finish(run)).run).toMatchObject({ state: 'succeeded', cancel: 'enough' })
})

test('of several reasons to stop a run the first one stands', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  expect(await stage.store.cancel([run.runId], 'enough')).toEqual(['asked'])
  expect(await stage.store.cancel([run.runId], 'really')).toEqual(['asked'])
  expect(await stage.run(run.runId)).toMatchObject({ state: 'running', cancel: 'enough' })
})

test('a goodbye is no crash, also where fewer crashes are allowed by now than there were', async () => {
  const stage = await Stage.open()
  await stage.session('b')
  await stage.due('report', { policies: { maxCrashes: 3 } })
  await stage.fired('report')
  await stage.store.reap('a', { by: 'b', expectBeat: 0 })
  const policies = { ...(await stage.job('report')).policies, maxCrashes: 1 }
  await stage.change({ kind: 'update', id: 'report', policies })
  await stage.claim('b')
  const { runs } = await stage.store.reap('b', { goodbye: true })
  expect(runs).toMatchObject([{ state: 'pending', crashes: 1, recoveries: 2 }])
})
