import { expect, test } from 'vitest'
import { MINUTE, SECOND, Stage } from './stage.ts'

test('a claim takes a ready run with a token of its own and what it needs of the job', async () => {
  const stage = await Stage.open()
  await stage.due('report', { input: '{"to":"ann"}' })
  const { runId } = await stage.fired('report', { own: false })
  const tasks = [{ name: 'work', version: 1 }]
  const answer = await stage.store.claim('a', 'b7', [{ executor: 'default', count: 1, tasks }])
  const { policies } = await stage.job('report')
  expect(answer).toEqual({
    claimed: [{ run: await stage.run(runId), input: '{"to":"ann"}', policies }],
    nextReadyAt: null,
  })
  expect(answer.claimed[0]!.run).toMatchObject({
    ...{ state: 'running', owner: 'a', node: 'node-a', token: 1, batch: 'b7', attempt: 1 },
    ...{ startedAt: stage.now, readyAt: null },
  })
  expect(await stage.claim()).toEqual([])
})

test('the more urgent come first, then those that were ready first', async () => {
  const stage = await Stage.open()
  for (const [id, priority] of [
    ['low', -5],
    ['early', 0],
    ['late', 0],
    ['high', 7],
  ] as const) {
    await stage.due(id, { policies: { priority } })
    await stage.fired(id, { own: false })
    stage.pass(1)
  }
  const claimed = await stage.claim()
  expect(claimed.map((run) => run.jobId)).toEqual(['high', 'early', 'late', 'low'])
})

test('no more are taken than there is room for', async () => {
  const stage = await Stage.open()
  for (const id of ['x', 'y', 'z']) {
    await stage.due(id)
    await stage.fired(id, { own: false })
  }
  expect(await stage.claim('a', { count: 2 })).toHaveLength(2)
  expect(await stage.claim('a', { count: 2 })).toHaveLength(1)
})

test('runs of another task, another executor or a higher version are left alone', async () => {
  const stage = await Stage.open()
  await stage.due('other-task', { task: 'rest' })
  await stage.due('threads', { policies: { executor: 'threads' } })
  await stage.due('newer', { taskVersion: 2 })
  for (const id of ['other-task', 'threads', 'newer']) await stage.fired(id, { own: false })
  expect(await stage.claim()).toEqual([])
  const tasks = [{ name: 'work', version: 3 }]
  expect((await stage.claim('a', { tasks })).map((run) => run.jobId)).toEqual(['newer'])
})

test('a run in back-off is not handed out before it is ready, and the answer says when that is', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  await stage.finish(await stage.fired('report'), 'retry')
  const rooms = [{ executor: 'default', count: 9, tasks: [{ name: 'work', version: 1 }] }]
  const readyAt = stage.now + 10 * SECOND
  expect(await stage.store.claim('a', 'b', rooms)).toEqual({ claimed: [], nextReadyAt: readyAt })
  stage.pass(10 * SECOND)
  expect(await stage.claim()).toMatchObject([{ attempt: 2, token: 2, startDeadline: null }])
})

test('a run that is too late to start is handed out, and its node turns it into a span', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { misfireGrace: SECOND, overlap: 'queue' } })
  const at = stage.now
  await stage.fired('report', { own: false, startDeadline: at + SECOND })
  await stage.fired('report', { own: false })
  const [late] = await stage.claim()
  expect(late!.startDeadline).toBe(at + SECOND)
  expect(await stage.finish(late!, 'missed')).toEqual({ result: 'accepted', run: null })
  expect(await stage.told('report', at)).toEqual([[0, 0, 'misfire_grace_exceeded']])
  expect(await stage.states('report')).toEqual(['pending'])
  expect(await stage.job('report')).toMatchObject({ last: null, failures: 0 })
  expect(await stage.finish(late!, 'missed')).toEqual({ result: 'gone', run: null })
})

test('a session that was closed claims nothing', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  await stage.fired('report', { own: false })
  await stage.store.reap('a', { goodbye: true })
  await expect(stage.claim()).rejects.toMatchObject({ code: 'PUNCTUAL_FENCED' })
})

test('what a call took is found again by its batch when the answer was lost', async () => {
  const stage = await Stage.open()
  for (const id of ['x', 'y']) {
    await stage.due(id)
    await stage.fired(id, { own: false })
  }
  await stage.claim()
  await stage.due('z')
  await stage.fired('z')
  const found = await stage.store.read.runs({ owner: 'a', batch: 'claimed', limit: 10 })
  expect(found.items.map((run) => run.jobId).toSorted()).toEqual(['x', 'y'])
})

test('a run of its own input is claimed with it', async () => {
  const stage = await Stage.open()
  await stage.add('report', { input: '1' })
  const put = { key: 'm', job: 'report', kind: 'manual', input: '2', own: false } as const
  await stage.store.enqueue([put])
  stage.pass(MINUTE)
  const tasks = [{ name: 'work', version: 1 }]
  const { claimed } = await stage.store.claim('a', 'b', [{ executor: 'default', count: 1, tasks }])
  expect(claimed[0]!.input).toBe('2')
})
