import assert from 'node:assert/strict'
import { samplePolicies } from './sample-job.ts'
import { assertFenced } from './scene-node.ts'
import { casesOf, type StoreCase } from './store-case.ts'

const deaths = casesOf('reap', {
  'a session that has beaten since it was looked at is left alone': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a')
    const run = await node.start('a')
    await node.beat()
    const seen = (await other.beat()).peers[0]!.beat
    await node.beat()
    const order = { by: other.session, expectBeat: seen }
    const { closed, runs } = await other.store.reap(node.session, order)
    assert.deepEqual([closed, runs], [false, []])
    assert.equal((await node.beat()).alive, true)
    assert.equal((await node.end(run)).result, 'accepted')
  },

  'the runs of a dead node are to run again, in their slots, with another token': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a')
    const started = await node.start('a')
    const { closed, runs } = await other.reap(node)
    assert.equal(closed, true)
    const run = await scene.run(started.runId)
    assert.deepEqual(runs, [run])
    assert.deepEqual([run.state, run.slot, run.owner], ['pending', 0, null])
    assert.deepEqual([run.recoveries, run.crashes, run.attempt], [1, 1, 1])
    assert.ok(run.token > started.token)
    const again = await other.take()
    assert.equal(again.run.id, started.runId)
    assert.equal((await other.end(again.run)).result, 'accepted')
  },

  'what a dead node still says of its runs is refused': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a')
    const started = await node.start('a')
    await other.reap(node)
    assert.equal((await node.end(started)).result, 'fenced')
    const again = await other.take()
    assert.equal((await node.end(started)).result, 'fenced')
    assert.equal((await scene.run(started.runId)).state, 'running')
    await other.end(again.run)
    assert.equal((await node.fail(started)).result, 'fenced')
    assert.equal((await scene.run(started.runId)).state, 'succeeded')
  },

  'a job that would rather lose its run than repeat it loses it': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a', { policies: { onNodeLoss: 'lose', overlap: 'queue' } })
    const lost = await node.start('a')
    const { runId } = await node.start('a')
    await other.reap(node)
    const run = await scene.run(lost.runId)
    assert.deepEqual([run.state, run.slot, run.error?.code], ['lost', null, 'PUNCTUAL_NODE_LOST'])
    assert.equal((await scene.job('a')).last?.state, 'lost')
    assert.equal((await other.take()).run.id, runId)
  },

  'what a dead node still says of a run that was given up is refused': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('lost', { policies: { onNodeLoss: 'lose' } })
    await scene.add('poisoned', { policies: { maxCrashes: 1 } })
    const runs = [await node.start('lost'), await node.start('poisoned')]
    await other.reap(node)
    for (const run of runs) assert.equal((await node.end(run)).result, 'fenced')
    assert.deepEqual(await scene.states('lost'), ['lost'])
    assert.deepEqual(await scene.states('poisoned'), ['failed'])
  },

  'of many that reap one session at once, one does': async (scene) => {
    const victim = await scene.node()
    const nodes = await Promise.all(Array.from({ length: 6 }, () => scene.node()))
    await scene.add('a')
    const { runId } = await victim.start('a')
    const answers = await Promise.all(nodes.map((node) => node.reap(victim)))
    assert.equal(answers.filter((answer) => answer.closed).length, 1)
    assert.equal(answers.flatMap((answer) => answer.runs).length, 1)
    assert.equal((await scene.run(runId)).recoveries, 1)
  },

  'who is dead itself reaps nobody': async (scene) => {
    const [victim, dead, other] = [await scene.node(), await scene.node(), await scene.node()]
    await other.reap(dead)
    const reaped = await dead.reap(victim).catch((error: unknown) => {
      assert.equal(Reflect.get(Object(error), 'code'), 'PUNCTUAL_FENCED')
      return { closed: false, runs: [] }
    })
    assert.equal(reaped.closed, false)
    assert.equal((await victim.beat()).alive, true)
  },

  'the runs of others are left alone': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    for (const id of ['a', 'b', 'c']) await scene.add(id)
    await node.start('a')
    const theirs = await other.start('b')
    const { runId: pending } = await node.start('c', { own: false })
    const before = [await scene.run(theirs.runId), await scene.run(pending)]
    const { runs } = await other.reap(node)
    assert.deepEqual(
      runs.map((run) => run.jobId),
      ['a'],
    )
    assert.deepEqual([await scene.run(theirs.runId), await scene.run(pending)], before)
  },

  'a dead session stays dead: it publishes, claims and takes nothing': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    const job = await scene.add('a', { policies: { maxInstances: 5 } })
    await other.reap(node)
    await node.beat()
    scene.pass(60_000)
    await assertFenced(node.publish([node.advance(job)]))
    await assertFenced(node.claim())
    const run = { key: 'm1', job: 'a', kind: 'manual', input: null, own: true } as const
    const options = { by: node.session, batch: 'batch' }
    await node.store.enqueue([run], options).catch(() => [])
    for (const { owner } of await scene.runs('a')) assert.notEqual(owner, node.session)
  },
})

const poison = casesOf('reap', {
  'a run that ended its process too often fails as poison, and its job is paused': async (
    scene,
  ) => {
    const [first, second, other] = [await scene.node(), await scene.node(), await scene.node()]
    await scene.add('a', { policies: { maxCrashes: 2 } })
    const { runId } = await first.start('a')
    await other.reap(first)
    assert.equal((await scene.run(runId)).state, 'pending')
    await second.take()
    await other.reap(second)
    const run = await scene.run(runId)
    assert.deepEqual([run.state, run.crashes, run.error?.code], ['failed', 2, 'PUNCTUAL_POISON'])
    const job = await scene.job('a')
    assert.deepEqual([job.state, job.pause?.reason, job.nextAt], ['paused', 'poison', null])
  },

  'a node that says goodbye is no crash, however often': async (scene) => {
    await scene.add('a', { policies: { maxCrashes: 1 } })
    const first = await scene.node()
    const { runId } = await first.start('a')
    await first.goodbye()
    for (let deploy = 2; deploy <= 4; deploy += 1) {
      const node = await scene.node()
      const { run } = await node.take()
      assert.deepEqual([run.id, run.recoveries, run.crashes], [runId, deploy - 1, 0])
      await node.goodbye()
    }
    assert.equal((await scene.run(runId)).state, 'pending')
    assert.equal((await scene.job('a')).state, 'active')
  },

  'a goodbye closes the session, and its runs follow the rule of their jobs': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', { policies: { onNodeLoss: 'lose' } })
    const [again, lost] = [await node.start('a'), await node.start('b')]
    const { closed, runs } = await node.goodbye()
    assert.deepEqual([closed, runs.length], [true, 2])
    assert.equal((await scene.run(again.runId)).state, 'pending')
    assert.equal((await scene.run(lost.runId)).state, 'lost')
    assert.equal((await node.beat()).alive, false)
    assert.equal((await node.goodbye()).closed, false)
  },

  'a rerun is an attempt of the same number': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a', { policies: samplePolicies() })
    await node.retry(await node.start('a'), 0)
    const { run } = await node.take()
    assert.equal(run.attempt, 2)
    await other.reap(node)
    assert.equal((await other.take()).run.attempt, 2)
  },

  'a run that was asked to stop is not repeated in silence': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a')
    const { runId } = await node.start('a')
    await scene.client.cancel([runId], 'enough')
    await other.reap(node)
    const [claimed] = await other.claim()
    const { state } = await scene.run(runId)
    assert.ok(state === 'cancelled' || claimed?.run.cancel === 'enough')
  },
})

export const reapCases: readonly StoreCase[] = [...deaths, ...poison]
