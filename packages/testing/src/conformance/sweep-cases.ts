import assert from 'node:assert/strict'
import type { Swept } from '@punctual/core/store'
import { DAY, MINUTE, samplePolicies } from './sample-job.ts'
import type { SceneNode } from './scene-node.ts'
import { casesOf, type StoreCase } from './store-case.ts'

/** Sweeps until nothing is left to prune. */
async function swept(node: SceneNode): Promise<readonly Swept[]> {
  const all: Swept[] = []
  do all.push(await node.store.sweep(node.session, 50))
  while (all.at(-1)!.pruned > 0)
  return all
}

export const sweepCases: readonly StoreCase[] = casesOf('sweep', {
  'a job keeps its last runs': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { history: { keep: 2, maxAge: DAY } } })
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) {
      const run = await node.start('a')
      await node.end(run)
      ids.push(run.runId)
    }
    const total = (await swept(node)).reduce((sum, { pruned }) => sum + pruned, 0)
    assert.equal(total, 3)
    assert.deepEqual(
      (await scene.runs('a')).map((run) => run.id),
      ids.slice(-2),
    )
  },

  'runs and spans are forgotten when they are too old': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { history: { keep: 100, maxAge: DAY } } })
    const run = await node.start('a')
    await node.fire('a')
    await node.end(run)
    scene.pass(DAY - 2 * MINUTE)
    await swept(node)
    assert.deepEqual([(await scene.runs('a')).length, (await scene.spans('a')).length], [1, 1])
    scene.pass(3 * MINUTE)
    await swept(node)
    assert.deepEqual([await scene.runs('a'), await scene.spans('a')], [[], []])
  },

  'what has not ended is never forgotten': async (scene) => {
    const node = await scene.node()
    const policies = { overlap: 'queue', history: { keep: 0, maxAge: 1_000 } } as const
    await scene.add('a', { policies })
    await node.start('a')
    await node.start('a')
    await node.start('a')
    scene.pass(10 * DAY)
    await swept(node)
    assert.deepEqual(await scene.states('a'), ['running', 'waiting', 'waiting'])
  },

  'a job keeps a hundred spans': async (scene) => {
    const node = await scene.node()
    const { nextAt } = await scene.add('a')
    for (let n = 0; n < 130; n += 1) {
      const at = nextAt! + n * MINUTE
      const reason = n % 2 === 0 ? 'coalesced' : 'misfire_grace_exceeded'
      await node.fire('a', { fires: [], spans: [{ first: at, last: at, reason }] })
    }
    await swept(node)
    const spans = await scene.spans('a')
    assert.equal(spans.length, 100)
    assert.equal(spans.at(-1)?.last, nextAt! + 129 * MINUTE)
  },

  'a sweep is bounded, and the next one goes on': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { history: { keep: 0, maxAge: DAY } } })
    for (let i = 0; i < 7; i += 1) await node.end(await node.start('a'))
    const pruned: number[] = []
    for (let i = 0; i < 4; i += 1) {
      pruned.push((await node.store.sweep(node.session, 3)).pruned)
    }
    assert.deepEqual(pruned, [3, 3, 1, 0])
  },

  'a finished job stays readable for as long as its history': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { history: { keep: 100, maxAge: DAY } } })
    await node.end(await node.start('a', { next: null }))
    scene.pass(DAY - 1)
    await swept(node)
    assert.equal((await scene.job('a')).state, 'finished')
    scene.pass(2)
    await swept(node)
    assert.equal(await scene.jobOrNull('a'), null)
  },

  'a limit that was raised lets in who waits': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    await node.start('a')
    const { runId } = await node.start('a')
    await scene.update('a', { policies: samplePolicies({ overlap: 'queue', maxInstances: 2 }) })
    await swept(node)
    assert.equal((await node.take()).run.id, runId)
  },

  'a store that is in order needs no repair': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    await node.start('a')
    await node.start('a')
    const { promoted, rearmed, pruned, undeclared } = await node.store.sweep(node.session, 50)
    assert.deepEqual(
      { promoted, rearmed, pruned, undeclared },
      {
        ...{ promoted: 0, rearmed: 0, pruned: 0, undeclared: [] },
      },
    )
  },
})
