import assert from 'node:assert/strict'
import { delayed, MINUTE, type JobChoice } from './sample-job.ts'
import { failure } from './scene-node.ts'
import type { Scene } from './scene.ts'
import { casesOf, type StoreCase } from './store-case.ts'

const PAUSE = 5_000

/** A job that fires now, and again five seconds after the end of its run. */
async function add(scene: Scene, choice: JobChoice = {}): Promise<void> {
  await scene.add('a', { ...delayed(PAUSE, scene.now), ...choice })
}

async function assertArmed(scene: Scene): Promise<void> {
  const { state, nextAt } = await scene.job('a')
  assert.deepEqual([state, nextAt], ['active', scene.now + PAUSE])
}

async function assertUnarmed(scene: Scene): Promise<void> {
  const { state, nextAt } = await scene.job('a')
  assert.deepEqual([state, nextAt], ['active', null])
}

export const rearmCases: readonly StoreCase[] = casesOf('rearm', {
  'a job with a delay has no next fire while it runs, and is not finished': async (scene) => {
    const node = await scene.node()
    await add(scene)
    const { finished } = await node.fire('a', { next: null })
    assert.equal(finished, false)
    await assertUnarmed(scene)
  },

  'every end arms it again, counted from the end': async (scene) => {
    const node = await scene.node()
    await add(scene)
    const ends = [
      { end: 'succeeded', result: null },
      { end: 'failed', error: failure },
      { end: 'cancelled', error: null },
      { end: 'missed' },
    ] as const
    for (const end of ends) {
      const run = await node.start('a', { next: null })
      scene.pass(MINUTE)
      await node.end(run, end)
      await assertArmed(scene)
    }
  },

  'a pending run that is cancelled arms it again': async (scene) => {
    const node = await scene.node()
    await add(scene)
    const { runId } = await node.start('a', { next: null, own: false })
    scene.pass(1_000)
    await scene.client.cancel([runId], 'enough')
    await assertArmed(scene)
  },

  'a run that is lost with its node arms it again': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await add(scene, { policies: { onNodeLoss: 'lose' } })
    await node.start('a', { next: null })
    scene.pass(MINUTE)
    await other.reap(node)
    await assertArmed(scene)
  },

  'neither a further attempt nor a rerun is an end': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await add(scene)
    await node.retry(await node.start('a', { next: null }), 0)
    await assertUnarmed(scene)
    await node.take()
    await other.reap(node)
    await assertUnarmed(scene)
    const { run } = await other.take()
    scene.pass(MINUTE)
    await other.end(run)
    await assertArmed(scene)
  },

  'a run that did not start is no end either': async (scene) => {
    const node = await scene.node()
    await add(scene)
    await node.end(await node.start('a', { next: null }), { end: 'released' })
    await assertUnarmed(scene)
  },

  'a run by hand never moves the next fire': async (scene) => {
    const node = await scene.node()
    await add(scene, delayed(PAUSE, scene.now + MINUTE))
    const { nextAt } = await scene.job('a')
    await node.end(await node.enqueue('a', { own: true }))
    assert.equal((await scene.job('a')).nextAt, nextAt)
  },

  'a run by hand that ends beside the fire does not arm it': async (scene) => {
    const node = await scene.node()
    await add(scene, { policies: { maxInstances: 2 } })
    const fire = await node.start('a', { next: null })
    await node.end(await node.enqueue('a', { own: true }))
    await assertUnarmed(scene)
    await node.end(fire)
    await assertArmed(scene)
  },

  'a fire that was skipped when it was published arms it at once': async (scene) => {
    const node = await scene.node()
    await add(scene)
    await node.enqueue('a', { own: true })
    const { skipped } = await node.fire('a', { next: null })
    assert.equal(skipped[0]?.reason, 'overlap_skipped')
    await assertArmed(scene)
  },

  'a job whose runs are used up is finished instead': async (scene) => {
    const node = await scene.node()
    await add(scene, { runsLeft: 1 })
    const { finished, runs } = await node.fire('a', { next: null })
    assert.equal(finished, true)
    await node.end(runs[0]!)
    const { state, nextAt } = await scene.job('a')
    assert.deepEqual([state, nextAt], ['finished', null])
  },
})
