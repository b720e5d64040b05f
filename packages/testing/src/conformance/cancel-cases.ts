import assert from 'node:assert/strict'
import { casesOf, type StoreCase } from './store-case.ts'

export const cancelCases: readonly StoreCase[] = casesOf('cancel', {
  'each run is answered for in its place': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { maxInstances: 2, overlap: 'queue' } })
    await scene.add('b')
    const ended = await node.start('b')
    await node.end(ended)
    const running = await node.start('a')
    const pending = await node.start('a', { own: false })
    const waiting = await node.start('a')
    const runs = [running, pending, waiting, ended].map((run) => run.runId)
    const answers = await scene.client.cancel([...runs, 'nobody'], 'enough')
    assert.deepEqual(answers, ['asked', 'ended', 'ended', 'terminal', 'unknown'])
    assert.deepEqual(await scene.states('a'), ['running', 'cancelled', 'cancelled'])
    assert.equal((await scene.run(ended.runId)).state, 'succeeded')
  },

  'a pending run that is cancelled frees its slot and makes room': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    const pending = await node.start('a', { own: false })
    const { runId } = await node.start('a')
    await scene.client.cancel([pending.runId], 'enough')
    const run = await scene.run(pending.runId)
    assert.deepEqual([run.state, run.slot, run.readyAt], ['cancelled', null, null])
    assert.equal(run.endedAt, scene.now)
    assert.ok(run.expiresAt !== null)
    assert.equal((await node.take()).run.id, runId)
  },

  'a run that waits and is cancelled is never promoted': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    const running = await node.start('a')
    const { runId } = await node.start('a')
    await scene.client.cancel([runId], 'enough')
    await node.end(running)
    assert.deepEqual(await node.claim(), [])
    assert.equal((await scene.run(runId)).state, 'cancelled')
  },

  'the node of a running run learns of it by its next beat': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a', { policies: { maxInstances: 2 } })
    const run = await node.start('a')
    await node.start('a')
    await other.store.cancel([run.runId], 'by the user')
    assert.deepEqual((await node.beat()).cancels, [{ runId: run.runId, reason: 'by the user' }])
    assert.deepEqual((await other.beat()).cancels, [])
    const { state, slot, cancel } = await scene.run(run.runId)
    assert.deepEqual([state, slot, cancel], ['running', 0, 'by the user'])
    await node.end(run, { end: 'cancelled', error: null })
    assert.equal((await scene.run(run.runId)).state, 'cancelled')
    assert.deepEqual((await node.beat()).cancels, [])
  },

  'a cancel in one list makes room only for what is not cancelled with it': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    const runs = [
      await node.start('a', { own: false }),
      await node.start('a'),
      await node.start('a'),
    ]
    const ids = runs.slice(0, 2).map((run) => run.runId)
    assert.deepEqual(await scene.client.cancel(ids, 'enough'), ['ended', 'ended'])
    assert.deepEqual(await scene.states('a'), ['cancelled', 'cancelled', 'pending'])
  },
})
