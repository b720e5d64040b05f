import assert from 'node:assert/strict'
import { delayed, following, MINUTE } from './sample-job.ts'
import { failure } from './scene-node.ts'
import { casesOf, type StoreCase } from './store-case.ts'

export const retryCases: readonly StoreCase[] = casesOf('retry', {
  'a run that is tried again is pending until its delay is over, and keeps its slot': async (
    scene,
  ) => {
    const node = await scene.node()
    await scene.add('a')
    const started = await node.start('a')
    const { result, run } = await node.retry(started, 5_000)
    assert.equal(result, 'accepted')
    assert.deepEqual(run, await scene.run(started.runId))
    assert.deepEqual([run?.state, run?.slot, run?.owner], ['pending', 0, null])
    assert.deepEqual([run?.readyAt, run?.endedAt], [scene.now + 5_000, null])
    assert.deepEqual(run?.error, failure)
  },

  'every further attempt is counted and has a token of its own': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const tokens = [await node.start('a')].map(({ runId, token }) => ({ id: runId, token }))
    for (const attempt of [2, 3]) {
      await node.retry(tokens.at(-1)!, 1_000)
      scene.pass(1_000)
      const { run } = await node.take()
      assert.equal(run.attempt, attempt)
      tokens.push(run)
    }
    assert.equal(new Set(tokens.map(({ token }) => token)).size, 3)
    for (const old of tokens.slice(0, 2)) assert.equal((await node.end(old)).result, 'fenced')
    assert.equal((await node.end(tokens[2]!)).result, 'accepted')
  },

  'a retry that is repeated changes nothing': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const run = await node.start('a')
    await node.retry(run, 5_000)
    const before = await scene.run(run.runId)
    scene.pass(1_000)
    assert.equal((await node.retry(run, 5_000)).result, 'already')
    assert.deepEqual(await scene.run(run.runId), before)
  },

  'a retry is no end: nothing is remembered, promoted, armed or followed up': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { ...delayed(5_000, scene.now), policies: { overlap: 'queue' } })
    await scene.add('after', following(['a'], { on: 'finish' }))
    const run = await node.start('a', { next: null })
    const { id } = await node.enqueue('a')
    await node.retry(run, MINUTE)
    const { nextAt, last, failures } = await scene.job('a')
    assert.deepEqual([nextAt, last, failures], [null, null, 0])
    assert.equal((await scene.run(id)).state, 'waiting')
    assert.deepEqual(await scene.runs('after'), [])
  },

  'a run keeps its id over attempts and nodes': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a')
    const run = await node.start('a')
    await node.retry(run, 0)
    const again = await other.take()
    assert.equal(again.run.id, run.runId)
    await other.end(again.run)
    assert.deepEqual(await scene.states('a'), ['succeeded'])
  },

  'a run that was asked to stop is not tried again without end': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const run = await node.start('a')
    await scene.client.cancel([run.runId], 'enough')
    await node.retry(run, 0)
    const [claimed] = await node.claim()
    const { state } = await scene.run(run.runId)
    assert.ok(state === 'cancelled' || claimed?.run.cancel === 'enough')
  },
})
