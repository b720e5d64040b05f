import assert from 'node:assert/strict'
import { casesOf, type StoreCase } from './store-case.ts'
import { everyText, HOUR, MINUTE, samplePolicies } from './sample-job.ts'

const cases = casesOf('put', {
  'an added job is there as it was put': async (scene) => {
    const put = scene.put('nightly', {
      ...{ task: 'clean', taskVersion: 3, input: '{"deep":[1,"ü"]}', runsLeft: 5 },
      policies: { maxInstances: 2, overlap: 'queue', tags: ['a', 'b'], misfireGrace: 1 },
    })
    const [answer] = await scene.client.put([put], 'fail')
    const row = await scene.job('nightly')
    assert.deepEqual(answer, { result: 'added', row })
    const { follow: _follow, paused: _paused, declaration: _declaration, ...columns } = put
    assert.deepEqual({ ...row, ...columns }, row)
    assert.equal(row.state, 'active')
    const counted = { runSeq: row.runSeq, failures: row.failures, high: row.high, last: row.last }
    assert.deepEqual(counted, { runSeq: 0, failures: 0, high: null, last: null })
    assert.deepEqual([row.createdAt, row.updatedAt], [scene.now, scene.now])
  },

  'in mode fail all are added or none': async (scene) => {
    await scene.add('taken', { input: '1' })
    const puts = [scene.put('new'), scene.put('taken', { input: '2' }), scene.put('newer')]
    const answers = await scene.client.put(puts, 'fail')
    assert.equal(answers.length, 3)
    assert.equal(answers[1]?.result, 'exists')
    assert.equal((await scene.job('taken')).input, '1')
    assert.equal(await scene.jobOrNull('new'), null)
    assert.equal(await scene.jobOrNull('newer'), null)
  },

  'in mode keep a job that is there stays as it is': async (scene) => {
    const before = await scene.add('a', { input: '1' })
    const puts = [scene.put('b'), scene.put('a', { input: '2' }), scene.put('c')]
    const answers = await scene.client.put(puts, 'keep')
    const results = answers.map((answer) => answer.result)
    assert.deepEqual(results, ['added', 'kept', 'added'])
    assert.deepEqual(await scene.job('a'), before)
  },

  'replacing with an equal trigger keeps the next fire and the anchor': async (scene) => {
    const before = await scene.add('a', { input: '1' })
    scene.pass(30_000)
    const { result } = await scene.replace('a', { input: '2', policies: { priority: 7 } })
    const after = await scene.job('a')
    assert.equal(result, 'replaced')
    assert.deepEqual([after.nextAt, after.anchor], [before.nextAt, before.anchor])
    assert.deepEqual([after.input, after.policies.priority], ['2', 7])
    assert.ok(after.revision > before.revision)
    assert.ok(after.version > before.version)
  },

  'replacing with another trigger starts it anew': async (scene) => {
    await scene.add('a')
    scene.pass(30_000)
    const { anchor, nextAt } = scene.put('x', { nextAt: scene.now + HOUR })
    await scene.replace('a', { trigger: everyText(HOUR), nextAt })
    const after = await scene.job('a')
    assert.deepEqual([after.trigger, after.anchor, after.nextAt], [everyText(HOUR), anchor, nextAt])
    assert.deepEqual(await scene.spans('a'), [])
  },

  'replacing leaves a run that is on its way alone': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const run = await node.start('a')
    await scene.replace('a', { input: '2' })
    assert.equal((await node.end(run)).result, 'accepted')
    assert.equal((await scene.run(run.runId)).state, 'succeeded')
    assert.equal((await scene.job('a')).last?.runId, run.runId)
  },

  'a job that was read before a replacement is not published': async (scene) => {
    const node = await scene.node()
    const read = await scene.add('a')
    await scene.replace('a', { input: '2' })
    scene.pass(MINUTE)
    const [answer] = await node.publish([node.advance(read)])
    assert.equal(answer?.result, 'stale')
  },

  'a finished job leaves its id to the next one': async (scene) => {
    const node = await scene.node()
    const before = await scene.add('once')
    await node.end(await node.start('once', { next: null }))
    assert.equal((await scene.job('once')).state, 'finished')
    const after = await scene.add('once')
    assert.notEqual(after.inc, before.inc)
    assert.equal(after.state, 'active')
  },

  'a job can be added paused': async (scene) => {
    const { row } = (await scene.client.put([scene.put('a', { paused: true })], 'fail'))[0]!
    const job = await scene.job('a')
    assert.deepEqual(job, row)
    assert.deepEqual([job.state, job.nextAt, job.heldNext], ['paused', null, scene.now + MINUTE])
    assert.ok(job.pause)
  },

  'of many handles that add one id at once, one adds it': async (scene) => {
    const handles = await Promise.all(Array.from({ length: 8 }, () => scene.harness.open()))
    const puts = handles.map((handle) => handle.put([scene.put('a')], 'fail'))
    const answers = (await Promise.all(puts)).map(([answer]) => answer)
    const added = answers.filter((answer) => answer?.result === 'added')
    assert.equal(added.length, 1)
    assert.equal(answers.filter((answer) => answer?.result === 'exists').length, 7)
    assert.equal((await scene.job('a')).inc, added[0]?.row?.inc)
  },

  'a job that one handle put is due for all': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    scene.pass(MINUTE)
    const { due } = await node.store.peek({ limit: 10, until: scene.now })
    assert.deepEqual(due, [await scene.job('a')])
  },

  'the same id twice in one list is added neither time': async (scene) => {
    const answers = await scene.client.put([scene.put('a'), scene.put('b'), scene.put('a')], 'fail')
    assert.equal(answers[2]?.result, 'exists')
    assert.equal(await scene.jobOrNull('a'), null)
    assert.equal(await scene.jobOrNull('b'), null)
  },

  'a job can be replaced by a paused one': async (scene) => {
    await scene.add('a')
    const { result } = await scene.replace('a', { paused: true })
    const { state, nextAt } = await scene.job('a')
    assert.deepEqual([result, state, nextAt], ['replaced', 'paused', null])
  },

  'policies come back whole': async (scene) => {
    const policies = samplePolicies({
      ...{ overlap: 'replace', maxQueue: 3, coalesce: 'all', maxCatchUp: 9, timeout: 5 },
      ...{ onNodeLoss: 'lose', maxCrashes: 1, executor: 'cpu', priority: -100 },
      history: { keep: 1, maxAge: 2 },
    })
    await scene.add('a', { policies })
    assert.deepEqual((await scene.job('a')).policies, policies)
  },
})

const withoutTransactions = casesOf(
  'put',
  {
    'a transaction that the store cannot join is refused, and nothing is done': async (scene) => {
      const tx = { query: () => assert.fail('the transaction was used') }
      const refused = { code: 'PUNCTUAL_TX_UNSUPPORTED' }
      await assert.rejects(scene.client.put([scene.put('a')], 'fail', { tx }), refused)
      const run = { key: 'm1', job: 'b', kind: 'manual', input: null, own: false } as const
      await scene.add('b')
      await assert.rejects(scene.client.enqueue([run], { tx }), refused)
      const pause = { kind: 'pause', id: 'b', reason: null, by: null } as const
      await assert.rejects(scene.client.change([pause], tx), refused)
      assert.equal(await scene.jobOrNull('a'), null)
      assert.equal((await scene.job('b')).state, 'active')
      assert.deepEqual(await scene.runs('b'), [])
    },
  },
  { lacks: 'tx' },
)

export const putCases: readonly StoreCase[] = [...cases, ...withoutTransactions]
