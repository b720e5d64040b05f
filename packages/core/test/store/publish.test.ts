import { expect, test } from 'vitest'
import { fireAt, MINUTE, SECOND, Stage } from './stage.ts'

test('a fire becomes a run that its publisher owns, and the job moves on', async () => {
  const stage = await Stage.open()
  const job = await stage.due('report')
  const published = await stage.publish('report')
  const runId = `${job.inc}.f${stage.now.toString(36)}`
  expect(published).toEqual({
    result: 'done',
    runs: [{ runId, token: 1, state: 'running', fireAt: stage.now }],
    skipped: [],
    finished: false,
  })
  expect(await stage.job('report')).toMatchObject({
    ...{ version: 2, revision: 1, high: stage.now, nextAt: stage.now + MINUTE, runSeq: 1 },
  })
  expect(await stage.run(runId)).toMatchObject({
    ...{ state: 'running', owner: 'a', node: 'node-a', slot: 0, batch: 'batch', attempt: 1 },
    ...{ seq: 1, kind: 'fire', startedAt: stage.now, readyAt: null },
  })
})

test('a fire that its publisher does not take is pending and ready', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const { runId } = await stage.fired('report', { own: false, startDeadline: stage.now + SECOND })
  expect(await stage.run(runId)).toMatchObject({
    ...{ state: 'pending', owner: null, slot: 0, token: 0, readyAt: stage.now, batch: null },
    startDeadline: stage.now + SECOND,
  })
})

test('of two who publish one fire the second is told that it came too late', async () => {
  const stage = await Stage.open()
  const { version } = await stage.due('report')
  await stage.session('b')
  const [at] = [stage.now]
  expect(await stage.publish('report', { version })).toMatchObject({ result: 'done' })
  const second = await stage.publish('report', { version, fires: [fireAt(at)] }, 'b')
  expect(second).toEqual({ result: 'stale' })
  expect(await stage.states('report')).toEqual(['running'])
})

test('a job that was put anew in the meantime is stale, though its version is the same', async () => {
  const stage = await Stage.open()
  const { inc } = await stage.due('report')
  await stage.remove('report')
  await stage.due('report')
  expect(await stage.publish('report', { inc })).toEqual({ result: 'stale' })
})

test('by the clock of the store nothing is published early', async () => {
  const stage = await Stage.open()
  await stage.add('report')
  expect(await stage.publish('report', { next: stage.now + 2 * MINUTE })).toEqual({
    result: 'early',
  })
  expect(await stage.publish('report', { next: stage.now + 2 * MINUTE, fires: [] })).toEqual({
    result: 'early',
  })
  await stage.due('mail')
  const fires = [fireAt(stage.now + 1)]
  expect(await stage.publish('mail', { fires })).toEqual({ result: 'early' })
  expect(await stage.job('mail')).toMatchObject({ version: 1, nextAt: stage.now })
})

test('an instant that was published is refused, and so is a next instant that does not move on', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const at = stage.now
  await stage.finish(await stage.fired('report'))
  stage.pass(MINUTE)
  expect(await stage.publish('report', { fires: [fireAt(at)] })).toEqual({ result: 'stale' })
  expect(await stage.publish('report', { next: stage.now })).toEqual({ result: 'stale' })
  expect(await stage.states('report')).toEqual(['succeeded'])
})

test('a run that is there is never made twice, also when its trigger was changed and names the instant again', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  const when = { ...stage.put('x', { trigger: '"other"', nextAt: stage.now }), follow: null }
  await stage.change({ kind: 'update', id: 'report', when })
  expect(await stage.publish('report')).toMatchObject({ result: 'done', runs: [], skipped: [] })
  expect((await stage.runs('report')).map(({ id }) => id)).toEqual([run.runId])
})

test('a session that was closed publishes nothing at all', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  await stage.store.reap('a', { goodbye: true })
  await expect(stage.publish('report')).rejects.toMatchObject({ code: 'PUNCTUAL_FENCED' })
  await expect(stage.publish('report', {}, 'unknown')).rejects.toMatchObject({
    code: 'PUNCTUAL_FENCED',
  })
  expect(await stage.job('report')).toMatchObject({ version: 1, nextAt: stage.now, runSeq: 0 })
})

test('a job of time without a next instant is finished, and goes on to be read', async () => {
  const stage = await Stage.open()
  await stage.due('once')
  expect(await stage.publish('once', { next: null })).toMatchObject({ finished: true })
  expect(await stage.job('once')).toMatchObject({ state: 'finished', nextAt: null })
})

test('each item of a batch is answered for itself', async () => {
  const stage = await Stage.open()
  const a = await stage.due('a')
  const b = await stage.due('b')
  const shared = { next: stage.now + MINUTE, fires: [fireAt(stage.now)], spans: [] }
  const published = await stage.store.publish('a', 'batch', [
    { id: 'a', inc: a.inc, version: 1, ...shared },
    { id: 'b', inc: b.inc, version: 7, ...shared },
    { id: 'c', inc: 'none', version: 1, ...shared },
  ])
  expect(published.map(({ result }) => result)).toEqual(['done', 'stale', 'stale'])
})

test('what is due is peeked at, the earliest first, with the instant of what is left', async () => {
  const stage = await Stage.open()
  for (const [index, late] of [3, 1, 2, 0, 9].entries()) {
    await stage.add(`job-${index}`, { nextAt: stage.now + late * SECOND })
  }
  stage.pass(3 * SECOND)
  const peeked = await stage.store.peek({ limit: 3, until: stage.now })
  expect(peeked.due.map(({ id }) => id)).toEqual(['job-3', 'job-1', 'job-2'])
  expect(peeked).toMatchObject({ now: stage.now, nextAt: stage.now })
  const all = await stage.store.peek({ limit: 10, until: stage.now })
  expect(all.due).toHaveLength(4)
  expect(all.nextAt).toBe(stage.now + 6 * SECOND)
})

test('a row that was handed out does not change any more', async () => {
  const stage = await Stage.open()
  const added = await stage.due('report')
  const [due] = (await stage.store.peek({ limit: 1, until: stage.now })).due
  const run = await stage.fired('report', { own: false })
  const [claimed] = await stage.claim()
  await stage.finish(claimed!)
  expect(added).toMatchObject({ version: 1, nextAt: stage.now, runSeq: 0 })
  expect(due).toEqual(added)
  expect(claimed).toMatchObject({ id: run.runId, state: 'running', endedAt: null })
})
