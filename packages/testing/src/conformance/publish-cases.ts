import assert from 'node:assert/strict'
import { DAY, MINUTE } from './sample-job.ts'
import { assertFenced } from './scene-node.ts'
import { casesOf, type StoreCase } from './store-case.ts'

const oneStep = casesOf('publish', {
  'a due job moves on and its run is there, owned, in one step': async (scene) => {
    const node = await scene.node()
    const before = await scene.add('a', { policies: { executor: 'cpu', priority: 3 } })
    scene.pass(MINUTE)
    const [answer] = await node.publish([node.advance(before, { startDeadline: 7 })], 'batch')
    assert.ok(answer?.result === 'done')
    const run = await scene.run(answer.runs[0]?.runId ?? '')
    const { runId, token, ...told } = answer.runs[0]!
    assert.deepEqual([run.id, run.token], [runId, token])
    assert.deepEqual(told, { state: 'running', fireAt: before.nextAt })
    assert.deepEqual([answer.skipped, answer.finished], [[], false])
    const { kind, fireAt, task, executor, priority, owner, batch, attempt, startDeadline } = run
    assert.deepEqual(
      { kind, fireAt, task, executor, priority, owner, batch },
      {
        ...{ kind: 'fire', fireAt: before.nextAt, task: 'work', executor: 'cpu', priority: 3 },
        ...{ owner: node.session, batch: 'batch' },
      },
    )
    assert.deepEqual([attempt, startDeadline, run.seq, run.slot], [1, 7, 1, 0])
    assert.deepEqual([run.publishedAt, run.startedAt], [scene.now, scene.now])
    const after = await scene.job('a')
    assert.deepEqual([after.nextAt, after.high], [before.nextAt! + MINUTE, before.nextAt])
    assert.equal(after.runSeq, 1)
  },

  'a run that nobody takes at once is pending and ready': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const { runId, state } = await node.start('a', { own: false })
    const run = await scene.run(runId)
    assert.deepEqual(
      [state, run.state, run.owner, run.startedAt],
      ['pending', 'pending', null, null],
    )
    assert.deepEqual([run.readyAt, run.slot], [scene.now, 0])
  },

  'a publish that is repeated is stale and makes no second run': async (scene) => {
    const node = await scene.node()
    const read = await scene.add('a')
    scene.pass(MINUTE)
    const results: string[] = []
    for (let i = 0; i < 3; i += 1) {
      const [answer] = await node.publish([node.advance(read)])
      results.push(answer?.result ?? 'none')
    }
    assert.deepEqual(results, ['done', 'stale', 'stale'])
    assert.equal((await scene.runs('a')).length, 1)
  },

  'another version or incarnation is stale, and so is an unknown job': async (scene) => {
    const node = await scene.node()
    const job = await scene.add('a')
    scene.pass(MINUTE)
    const good = node.advance(job)
    const answers = await node.publish([
      { ...good, version: good.version + 1 },
      { ...good, version: good.version - 1 },
      { ...good, inc: 'otherinc00' },
      { ...good, id: 'nobody' },
    ])
    for (const answer of answers) assert.equal(answer.result, 'stale')
    assert.deepEqual(await scene.job('a'), job)
  },

  'a fire that is not due by the clock of the store is refused as early': async (scene) => {
    const node = await scene.node()
    const job = await scene.add('a')
    scene.pass(MINUTE - 1)
    const [answer] = await node.publish([node.advance(job)])
    assert.equal(answer?.result, 'early')
    assert.deepEqual(await scene.job('a'), job)
    scene.pass(1)
    assert.equal((await node.publish([node.advance(job)]))[0]?.result, 'done')
  },

  'an instant that was published before makes no second run': async (scene) => {
    const node = await scene.node()
    const { nextAt } = await scene.add('a')
    await node.end(await node.start('a'))
    scene.pass(MINUTE)
    const again = { ...(await scene.job('a')), nextAt }
    const [answer] = await node.publish([node.advance(again)])
    assert.ok(answer?.result !== 'done' || answer.runs.length === 0)
    assert.equal((await scene.runs('a')).length, 1)
  },

  'an instant whose run is no longer kept makes no second run either': async (scene) => {
    const node = await scene.node()
    const { nextAt } = await scene.add('a', { policies: { history: { keep: 0, maxAge: DAY } } })
    await node.end(await node.start('a'))
    await node.store.sweep(node.session, 100)
    assert.deepEqual(await scene.runs('a'), [])
    scene.pass(MINUTE)
    const again = { ...(await scene.job('a')), nextAt }
    await node.publish([node.advance(again, { next: scene.now + MINUTE })])
    assert.deepEqual(await scene.runs('a'), [])
  },

  'a job never moves back, nor stays where it is': async (scene) => {
    const node = await scene.node()
    const job = await scene.add('a')
    scene.pass(MINUTE)
    for (const next of [job.nextAt!, job.nextAt! - 1]) {
      const [answer] = await node.publish([node.advance(job, { next })])
      assert.notEqual(answer?.result, 'done')
    }
    assert.deepEqual(await scene.job('a'), job)
  },

  'a job that is not due is not moved on, whatever it is said to have missed': async (scene) => {
    const node = await scene.node()
    const job = await scene.add('a')
    const spans = [{ first: scene.now - 2, last: scene.now - 1, reason: 'coalesced' }] as const
    const [answer] = await node.publish([node.advance(job, { fires: [], spans })])
    assert.equal(answer?.result, 'early')
    assert.deepEqual(await scene.job('a'), job)
  },

  'a dead session publishes nothing': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    const job = await scene.add('a')
    scene.pass(MINUTE)
    await other.reap(node)
    await assertFenced(node.publish([node.advance(job)]))
    assert.deepEqual(await scene.job('a'), job)
    assert.deepEqual(await scene.runs('a'), [])
  },

  'an unknown session publishes nothing': async (scene) => {
    const node = await scene.node()
    const job = await scene.add('a')
    scene.pass(MINUTE)
    await assertFenced(node.store.publish('nobody', 'batch', [node.advance(job)]))
    assert.deepEqual(await scene.job('a'), job)
  },

  'one stale item does not disturb the others, and answers keep their places': async (scene) => {
    const node = await scene.node()
    for (const id of ['a', 'b', 'c']) await scene.add(id)
    const jobs = await Promise.all(['a', 'b', 'c'].map((id) => scene.job(id)))
    await scene.update('b', { input: { text: '1' } })
    scene.pass(MINUTE)
    const answers = await node.publish(jobs.map((job) => node.advance(job)))
    const results = answers.map((answer) => answer.result)
    assert.deepEqual(results, ['done', 'stale', 'done'])
    assert.equal((await scene.runs('b')).length, 0)
    assert.equal((await scene.runs('c')).length, 1)
  },

  'of many nodes that publish one fire at once, one does': async (scene) => {
    const nodes = await Promise.all(Array.from({ length: 8 }, () => scene.node()))
    const job = await scene.add('a')
    scene.pass(MINUTE)
    const calls = nodes.map((node) => node.publish([node.advance(job)]))
    const results = (await Promise.all(calls)).map(([answer]) => answer?.result)
    assert.equal(results.filter((result) => result === 'done').length, 1)
    const runs = await scene.runs('a')
    assert.equal(runs.length, 1)
    assert.equal(runs[0]?.owner, nodes[results.indexOf('done')]?.session)
  },

  'a run stands for the instants that it makes up for': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const { runId } = await node.start('a', { missed: 12 })
    assert.equal((await scene.run(runId)).missed, 12)
  },
})

const ends = casesOf('publish', {
  'a job without a further instant is finished': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const { finished, runs } = await node.fire('a', { next: null })
    assert.equal(finished, true)
    const { state, nextAt } = await scene.job('a')
    assert.deepEqual([state, nextAt], ['finished', null])
    assert.equal((await node.end(runs[0]!)).result, 'accepted')
  },

  'a job with a number of runs is finished by the last of them': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { runsLeft: 2 })
    const first = await node.fire('a')
    assert.equal(first.finished, false)
    assert.equal((await node.fire('a')).skipped.length, 1)
    await node.enqueue('a')
    await node.end(first.runs[0]!)
    await node.end((await node.take()).run)
    const last = await node.fire('a')
    assert.equal(last.finished, true)
    const { state, nextAt, runsLeft } = await scene.job('a')
    assert.deepEqual([state, nextAt, runsLeft], ['finished', null, 0])
  },

  'fires beyond the number of runs become a span': async (scene) => {
    const node = await scene.node()
    const { nextAt } = await scene.add('a', { runsLeft: 1, policies: { maxInstances: 3 } })
    scene.pass(3 * MINUTE)
    const fires = [0, 1, 2].map((n) => ({
      ...{ at: nextAt! + n * MINUTE, own: true, startDeadline: null, missed: 0, catchUp: true },
    }))
    const [answer] = await node.publish([node.advance(await scene.job('a'), { fires })])
    assert.ok(answer?.result === 'done')
    assert.deepEqual([answer.runs.length, answer.finished], [1, true])
    const [span] = await scene.spans('a')
    assert.deepEqual([span?.reason, span?.last], ['max_runs_reached', fires[2]?.at])
  },
})

export const publishCases: readonly StoreCase[] = [...oneStep, ...ends]
