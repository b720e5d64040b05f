import assert from 'node:assert/strict'
import type { Swept } from '@punctual/core/store'
import { DAY, MINUTE, samplePolicies } from './sample-job.ts'
import type { SceneNode } from './scene-node.ts'
import type { Scene } from './scene.ts'
import { casesOf, type StoreCase } from './store-case.ts'

/** Sweeps until nothing is left to prune. */
async function swept(node: SceneNode): Promise<readonly Swept[]> {
  const all: Swept[] = []
  do all.push(await node.store.sweep(node.session, 50))
  while (all.at(-1)!.pruned > 0)
  return all
}

async function declare(scene: Scene, node: SceneNode, id: string, app: string): Promise<void> {
  const put = scene.put(id, { declaration: { app } })
  await scene.client.put([put], 'declare', { by: node.session })
}

/** Sweeps twice, a minute apart, as a node does over time. */
async function sweptOverAMinute(scene: Scene, node: SceneNode): Promise<readonly string[]> {
  const before = await node.store.sweep(node.session, 50)
  scene.pass(MINUTE)
  const after = await node.store.sweep(node.session, 50)
  return [...before.undeclared, ...after.undeclared].map((row) => row.id)
}

const retention = casesOf('sweep', {
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

const undeclared = casesOf('sweep', {
  'a job that no live node of its app declares becomes undeclared after a minute': async (
    scene,
  ) => {
    const [old, young] = [await scene.node('shop'), await scene.node('shop')]
    await declare(scene, old, 'gone', 'shop')
    await declare(scene, young, 'kept', 'shop')
    assert.deepEqual(await sweptOverAMinute(scene, young), [])
    await old.goodbye()
    await young.store.sweep(young.session, 50)
    scene.pass(MINUTE - 1)
    await young.store.sweep(young.session, 50)
    assert.equal((await scene.job('gone')).state, 'active')
    scene.pass(1)
    const { undeclared: rows } = await young.store.sweep(young.session, 50)
    const job = await scene.job('gone')
    assert.deepEqual(rows, [job])
    assert.deepEqual([job.state, job.nextAt], ['undeclared', null])
    assert.ok(job.heldNext !== null)
    assert.equal((await scene.job('kept')).state, 'active')
  },

  'a node that declares nothing, or another app, undeclares nothing': async (scene) => {
    const old = await scene.node('shop')
    await declare(scene, old, 'a', 'shop')
    await scene.add('dynamic')
    const idle = await scene.node('shop')
    const other = await scene.node('mail')
    await declare(scene, other, 'b', 'mail')
    await old.goodbye()
    assert.deepEqual(await sweptOverAMinute(scene, idle), [])
    assert.deepEqual(await sweptOverAMinute(scene, other), [])
  },

  'without an app name nothing is ever undeclared': async (scene) => {
    const [old, young] = [await scene.node(null), await scene.node(null)]
    for (const [node, id] of [
      [old, 'a'],
      [young, 'b'],
    ] as const) {
      const put = scene.put(id, { declaration: { app: null } })
      await scene.client.put([put], 'declare', { by: node.session })
    }
    await old.goodbye()
    assert.deepEqual(await sweptOverAMinute(scene, young), [])
    assert.equal((await scene.job('a')).state, 'active')
  },

  'a job that is declared again waits only to be resumed': async (scene) => {
    const [old, young] = [await scene.node('shop'), await scene.node('shop')]
    await declare(scene, old, 'a', 'shop')
    await declare(scene, young, 'b', 'shop')
    await old.goodbye()
    assert.deepEqual(await sweptOverAMinute(scene, young), ['a'])
    const put = scene.put('a', { declaration: { app: 'shop' } })
    const [answer] = await scene.client.put([put], 'declare', { by: young.session })
    assert.deepEqual([answer?.result, answer?.row?.state], ['undeclared', 'undeclared'])
    await scene.resume('a', { lifts: 'undeclared' })
    const { state, nextAt } = await scene.job('a')
    assert.deepEqual([state, nextAt], ['active', scene.now + MINUTE])
    assert.deepEqual(await sweptOverAMinute(scene, young), [])
  },

  'a pause outlives that its job was undeclared': async (scene) => {
    const [old, young] = [await scene.node('shop'), await scene.node('shop')]
    await declare(scene, old, 'a', 'shop')
    await declare(scene, young, 'b', 'shop')
    await scene.pause('a', { reason: 'mine' })
    await old.goodbye()
    await sweptOverAMinute(scene, young)
    await declare(scene, young, 'a', 'shop')
    await scene.resume('a', { lifts: 'undeclared' })
    const { state, pause } = await scene.job('a')
    assert.deepEqual([state, pause?.reason], ['paused', 'mine'])
  },

  'an undeclared job is not published, and its pending runs are not claimed': async (scene) => {
    const [old, young] = [await scene.node('shop'), await scene.node('shop')]
    await declare(scene, old, 'a', 'shop')
    await declare(scene, young, 'b', 'shop')
    await old.fire('a', { own: false })
    await old.goodbye()
    await sweptOverAMinute(scene, young)
    scene.pass(MINUTE)
    const { due } = await young.store.peek({ limit: 10, until: scene.now })
    assert.deepEqual(
      due.map((row) => row.id),
      ['b'],
    )
    assert.deepEqual(await young.claim(), [])
  },
})

export const sweepCases: readonly StoreCase[] = [...retention, ...undeclared]
