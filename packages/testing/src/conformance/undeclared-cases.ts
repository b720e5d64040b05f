import assert from 'node:assert/strict'
import { MINUTE } from './sample-job.ts'
import type { SceneNode } from './scene-node.ts'
import type { Scene } from './scene.ts'
import { casesOf, type StoreCase } from './store-case.ts'

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

export const undeclaredCases: readonly StoreCase[] = casesOf('undeclared', {
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

  'a job that is declared again in time has its whole minute anew': async (scene) => {
    const [old, young] = [await scene.node('shop'), await scene.node('shop')]
    await declare(scene, old, 'a', 'shop')
    await declare(scene, young, 'b', 'shop')
    await old.goodbye()
    await young.store.sweep(young.session, 50)
    scene.pass(50_000)
    const brief = await scene.node('shop')
    await declare(scene, brief, 'a', 'shop')
    await young.store.sweep(young.session, 50)
    await brief.goodbye()
    await young.store.sweep(young.session, 50)
    scene.pass(50_000)
    await young.store.sweep(young.session, 50)
    assert.equal((await scene.job('a')).state, 'active')
  },

  'lifting a pause leaves a job undeclared': async (scene) => {
    const [old, young] = [await scene.node('shop'), await scene.node('shop')]
    await declare(scene, old, 'a', 'shop')
    await declare(scene, young, 'b', 'shop')
    await scene.pause('a')
    await old.goodbye()
    await sweptOverAMinute(scene, young)
    await scene.resume('a')
    const { state, pause, nextAt } = await scene.job('a')
    assert.deepEqual([state, pause, nextAt], ['undeclared', null, null])
  },

  "a job that is added in its place goes on, and is nobody's to declare": async (scene) => {
    const [old, young] = [await scene.node('shop'), await scene.node('shop')]
    await declare(scene, old, 'a', 'shop')
    await declare(scene, young, 'b', 'shop')
    const { runId } = await old.start('a', { own: false })
    await old.goodbye()
    assert.deepEqual(await sweptOverAMinute(scene, young), ['a'])
    assert.equal((await scene.replace('a', { nextAt: scene.now + MINUTE })).result, 'replaced')
    const { state, nextAt, declaration } = await scene.job('a')
    assert.deepEqual([state, declaration], ['active', null])
    assert.ok(nextAt !== null)
    assert.equal((await young.take()).run.id, runId)
    assert.deepEqual(await sweptOverAMinute(scene, young), [])
  },
})
