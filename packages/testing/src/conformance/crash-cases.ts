import assert from 'node:assert/strict'
import { failure } from './scene-node.ts'
import { casesOf, type StoreCase } from './store-case.ts'

const crash = { end: 'failed', error: failure, crashed: true } as const
const again = { end: 'retry', delay: 0, error: failure, crashed: true } as const

export const crashCases: readonly StoreCase[] = casesOf('crash', {
  'an attempt that took its worker along is counted as a crash': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { maxCrashes: 3 } })
    const { runId } = await node.start('a')
    const { run } = await node.end(await scene.run(runId), again)
    assert.deepEqual([run?.state, run?.attempt, run?.crashes], ['pending', 2, 1])
    await node.end(await node.take().then((taken) => taken.run), crash)
    const ended = await scene.run(runId)
    assert.deepEqual([ended.state, ended.crashes, ended.error], ['failed', 2, failure])
    assert.equal((await scene.job('a')).state, 'active')
  },

  'one crash too many is poison, whatever was to follow, and pauses the job': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { maxCrashes: 1 } })
    const started = await node.start('a')
    const { result, run } = await node.end(started, again)
    assert.equal(result, 'accepted')
    assert.deepEqual([run?.state, run?.crashes, run?.error?.code], ['failed', 1, 'PUNCTUAL_POISON'])
    assert.match(run?.error?.message ?? '', /on purpose/)
    const job = await scene.job('a')
    assert.deepEqual([job.state, job.pause?.reason, job.nextAt], ['paused', 'poison', null])
    assert.equal((await node.end(started, again)).result, 'already')
  },

  'crashes of workers and deaths of nodes add up': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a', { policies: { maxCrashes: 2 } })
    const { runId } = await node.start('a')
    await other.reap(node)
    await other.end((await other.take()).run, crash)
    const run = await scene.run(runId)
    assert.deepEqual([run.crashes, run.error?.code], [2, 'PUNCTUAL_POISON'])
  },

  'a crash of a run that was asked to stop pauses nothing': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { maxCrashes: 1 } })
    const started = await node.start('a')
    await scene.client.cancel([started.runId], 'enough')
    await node.end(started, again)
    assert.equal((await scene.run(started.runId)).state, 'cancelled')
    assert.equal((await scene.job('a')).state, 'active')
  },
})
