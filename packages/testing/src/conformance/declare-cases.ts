import assert from 'node:assert/strict'
import type { JobRow, PutResult } from '@punctual/core/store'
import { everyText, HOUR, MINUTE, samplePolicies, type JobChoice } from './sample-job.ts'
import type { SceneNode } from './scene-node.ts'
import type { Scene } from './scene.ts'
import { casesOf, type StoreCase } from './store-case.ts'

/** Declares a job, as code does at every start of a node. */
async function declare(
  scene: Scene,
  id: string,
  choice: JobChoice = {},
  by?: SceneNode,
): Promise<PutResult> {
  const put = scene.put(id, { declaration: {}, ...choice })
  const options = by === undefined ? {} : { by: by.session }
  const [answer] = await scene.client.put([put], 'declare', options)
  assert.ok(answer)
  return answer
}

const nothingMoved = (before: JobRow, after: JobRow | null): void =>
  assert.deepEqual({ ...after, declaration: null }, { ...before, declaration: null })

export const declareCases: readonly StoreCase[] = casesOf('declare', {
  'a first declaration adds the job': async (scene) => {
    const { result, row } = await declare(scene, 'a', { input: '1' })
    assert.equal(result, 'added')
    assert.deepEqual(await scene.job('a'), row)
    assert.equal(row?.declaration?.hash, 'hash-1')
    assert.deepEqual(row.declaration.edited, [])
  },

  'an unchanged declaration writes nothing and never moves the next fire': async (scene) => {
    await declare(scene, 'a')
    const before = await scene.job('a')
    scene.pass(30_000)
    const later = { nextAt: scene.now + HOUR, declaration: { at: scene.now } }
    const { result } = await declare(scene, 'a', later)
    assert.equal(result, 'unchanged')
    nothingMoved(before, await scene.job('a'))
  },

  'an unchanged declaration does not bring back a one-time job that has run': async (scene) => {
    const node = await scene.node()
    await declare(scene, 'once')
    await node.end(await node.start('once', { next: null }))
    const { result } = await declare(scene, 'once')
    assert.equal(result, 'unchanged')
    assert.equal((await scene.job('once')).state, 'finished')
  },

  'a changed declaration is stored, and an equal trigger keeps its next fire': async (scene) => {
    await declare(scene, 'a')
    const before = await scene.job('a')
    scene.pass(30_000)
    const { result } = await declare(scene, 'a', {
      ...{ input: '2', policies: { priority: 5 } },
      declaration: { hash: 'hash-2', at: scene.now },
    })
    const after = await scene.job('a')
    assert.equal(result, 'updated')
    assert.deepEqual([after.input, after.policies.priority], ['2', 5])
    assert.deepEqual([after.nextAt, after.anchor], [before.nextAt, before.anchor])
    assert.ok(after.revision > before.revision)
  },

  'a retry is of the task that the job has now, or it would keep its slot for ever': async (
    scene,
  ) => {
    const node = await scene.node()
    const room = { tasks: [{ name: 'other', version: 1 }] }
    for (const early of [true, false]) {
      const id = early ? 'a' : 'b'
      await declare(scene, id)
      const run = await node.start(id)
      if (early) await node.retry(run, 0)
      await declare(scene, id, { task: 'other', declaration: { hash: 'hash-2', at: scene.now } })
      if (!early) await node.retry(run, 0)
      assert.deepEqual(
        (await node.claim(room)).map((taken) => taken.run.id),
        [run.runId],
      )
    }
  },

  'a declaration with another trigger starts it anew': async (scene) => {
    await declare(scene, 'a')
    scene.pass(30_000)
    await declare(scene, 'a', {
      ...{ trigger: everyText(HOUR), nextAt: scene.now + HOUR },
      declaration: { hash: 'hash-2', at: scene.now },
    })
    const after = await scene.job('a')
    assert.deepEqual([after.anchor, after.nextAt], [scene.now, scene.now + HOUR])
  },

  'edits at run time outlive a changed declaration, field by field': async (scene) => {
    await declare(scene, 'a', { input: '"code"' })
    await scene.update('a', {
      input: { text: '"edited"' },
      policies: samplePolicies({ priority: 50 }),
      edited: ['input', 'priority'],
    })
    await declare(scene, 'a', {
      ...{ input: '"newer code"', policies: { priority: 1, maxInstances: 4 } },
      declaration: { hash: 'hash-2' },
    })
    const { input, policies, declaration } = await scene.job('a')
    assert.equal(input, '"edited"')
    assert.deepEqual([policies.priority, policies.maxInstances], [50, 4])
    assert.deepEqual(declaration?.edited.toSorted(), ['input', 'priority'])
  },

  'a declaration that discards edits brings the code back': async (scene) => {
    await declare(scene, 'a', { input: '"code"' })
    await scene.update('a', { input: { text: '"edited"' }, edited: ['input'] })
    await declare(scene, 'a', { input: '"code"', declaration: { discardEdits: true } })
    const { input, declaration } = await scene.job('a')
    assert.equal(input, '"code"')
    assert.deepEqual(declaration?.edited, [])
  },

  'a dynamic job keeps its id, and the declaration is refused': async (scene) => {
    const before = await scene.add('a', { input: '1' })
    const { result } = await declare(scene, 'a', { input: '2' })
    assert.equal(result, 'exists')
    assert.deepEqual(await scene.job('a'), before)
  },

  'a session that began earlier does not write its declaration back': async (scene) => {
    const [older, newer] = [scene.now, scene.now + 1]
    await declare(scene, 'a', { input: '"old"', declaration: { hash: 'old', at: older } })
    await declare(scene, 'a', { input: '"new"', declaration: { hash: 'new', at: newer } })
    const before = await scene.job('a')
    const again = { input: '"old"', declaration: { hash: 'old', at: older } }
    assert.equal((await declare(scene, 'a', again)).result, 'kept')
    assert.deepEqual(await scene.job('a'), before)
  },

  'a session tells which jobs it declared': async (scene) => {
    const node = await scene.node('shop')
    await declare(scene, 'a', {}, node)
    await declare(scene, 'b', {}, node)
    await declare(scene, 'a', {}, node)
    const nodes = await scene.client.read.nodes()
    assert.deepEqual(nodes[0]?.declared.toSorted(), ['a', 'b'])
  },

  'a job that was removed is declared anew': async (scene) => {
    const first = await declare(scene, 'a')
    await scene.remove('a')
    const second = await declare(scene, 'a')
    assert.equal(second.result, 'added')
    assert.notEqual(second.row?.inc, first.row?.inc)
  },

  'a new id takes over the edits and the history of a former one': async (scene) => {
    const node = await scene.node()
    await declare(scene, 'old', { input: '"code"' })
    await scene.update('old', { input: { text: '"edited"' }, edited: ['input'] })
    const run = await node.start('old')
    await node.end(run)
    scene.pass(MINUTE)
    await declare(scene, 'new', {
      input: '"code"',
      declaration: { hash: 'hash-2', formerly: ['old'] },
    })
    assert.equal(await scene.jobOrNull('old'), null)
    assert.equal((await scene.job('new')).input, '"edited"')
    assert.deepEqual(
      (await scene.runs('new')).map((row) => row.id),
      [run.runId],
    )
  },

  'an unchanged declaration leaves edits alone': async (scene) => {
    await declare(scene, 'a', { input: '"code"' })
    await scene.update('a', { input: { text: '"edited"' }, edited: ['input'] })
    const before = await scene.job('a')
    assert.equal((await declare(scene, 'a', { input: '"code"' })).result, 'unchanged')
    assert.deepEqual(await scene.job('a'), before)
  },

  'to discard edits where there are none writes nothing': async (scene) => {
    await declare(scene, 'a')
    const before = await scene.job('a')
    const { result } = await declare(scene, 'a', { declaration: { discardEdits: true } })
    assert.equal(result, 'unchanged')
    nothingMoved(before, await scene.job('a'))
  },

  'a changed number of runs counts from anew': async (scene) => {
    const node = await scene.node()
    await declare(scene, 'a', { runsLeft: 3, declaration: { text: '{"runsLeft":3}' } })
    await node.end(await node.start('a'))
    await declare(scene, 'a', {
      ...{ runsLeft: 3, input: '1' },
      declaration: { hash: 'hash-2', text: '{"runsLeft":3}' },
    })
    assert.equal((await scene.job('a')).runsLeft, 2)
    await declare(scene, 'a', {
      ...{ runsLeft: 9, input: '1' },
      declaration: { hash: 'hash-3', text: '{"runsLeft":9}' },
    })
    assert.equal((await scene.job('a')).runsLeft, 9)
  },

  'a dynamic job is not taken over as a former one': async (scene) => {
    const before = await scene.add('old')
    await declare(scene, 'new', { declaration: { formerly: ['old'] } })
    assert.deepEqual(await scene.job('old'), before)
    assert.notEqual((await scene.job('new')).inc, before.inc)
  },

  'a session does not declare what it adds': async (scene) => {
    const node = await scene.node('shop')
    await node.store.put([scene.put('a')], 'keep', { by: node.session })
    const [row] = await scene.client.read.nodes()
    assert.deepEqual(row?.declared, [])
  },
})
