import assert from 'node:assert/strict'
import type { FirePut } from '@punctual/core/store'
import { MINUTE, samplePolicies } from './sample-job.ts'
import { casesOf, type StoreCase } from './store-case.ts'

const skip = casesOf('overlap', {
  'a fire without a free slot is skipped, and its span names the run in the way': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const run = await node.start('a')
    const first = (await scene.job('a')).nextAt!
    for (let i = 0; i < 3; i += 1) {
      const { runs, skipped } = await node.fire('a')
      assert.deepEqual(runs, [])
      assert.deepEqual(skipped, [{ at: scene.now, reason: 'overlap_skipped' }])
    }
    const spans = (await scene.spans('a')).map(
      ({ inc: _inc, expiresAt: _expires, ...span }) => span,
    )
    assert.deepEqual(spans, [
      { jobId: 'a', first, last: scene.now, reason: 'overlap_skipped', cause: run.runId },
    ])
  },

  'skips behind two runs are two spans': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const causes: string[] = []
    for (let i = 0; i < 2; i += 1) {
      const run = await node.start('a')
      causes.push(run.runId)
      await node.fire('a')
      await node.end(run)
    }
    const spans = await scene.spans('a')
    assert.deepEqual(
      spans.map((span) => span.cause),
      causes,
    )
  },

  'a run holds its slot while it is pending': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await node.start('a', { own: false })
    assert.equal((await node.fire('a')).skipped.length, 1)
  },

  'a run holds its slot while it waits for its next attempt': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const run = await node.start('a')
    await node.retry(run, 10 * MINUTE)
    assert.equal((await scene.run(run.runId)).slot, 0)
    assert.equal((await node.fire('a')).skipped.length, 1)
  },

  'a run whose node died holds its slot until it ran again': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a')
    const { runId } = await node.start('a')
    await other.reap(node)
    assert.equal((await other.fire('a')).skipped.length, 1)
    const again = await other.take()
    assert.equal(again.run.id, runId)
    await other.end(again.run)
    assert.equal((await other.fire('a')).runs.length, 1)
  },

  "a slot that got free is the next fire's": async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { maxInstances: 2 } })
    const first = await node.start('a')
    const second = await node.start('a')
    assert.equal((await node.fire('a')).skipped.length, 1)
    await node.end(first)
    const third = await node.start('a')
    const slots = [(await scene.run(second.runId)).slot, (await scene.run(third.runId)).slot]
    assert.deepEqual(slots.toSorted(), [0, 1])
  },

  'after a limit was lowered no slot is given before fewer runs than that hold one': async (
    scene,
  ) => {
    const node = await scene.node()
    await scene.add('a', { policies: { maxInstances: 3 } })
    const runs = [await node.start('a'), await node.start('a'), await node.start('a')]
    await scene.update('a', { policies: samplePolicies({ maxInstances: 1 }) })
    for (const run of runs) {
      assert.equal((await node.fire('a')).skipped.length, 1)
      await node.end(run)
    }
    assert.equal((await node.fire('a')).runs.length, 1)
  },
})

const queue = casesOf('overlap', {
  'a fire that may queue waits without a slot, and is pending when its turn comes': async (
    scene,
  ) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    const running = await node.start('a')
    const { runId, state } = await node.start('a')
    const waiting = await scene.run(runId)
    assert.deepEqual([state, waiting.state], ['waiting', 'waiting'])
    assert.deepEqual([waiting.slot, waiting.readyAt, waiting.owner], [null, null, null])
    assert.deepEqual(await node.claim(), [])
    await node.end(running)
    const pending = await scene.run(runId)
    assert.deepEqual([pending.state, pending.slot, pending.readyAt], ['pending', 0, scene.now])
    assert.equal((await node.take()).run.id, runId)
  },

  'the queue keeps its order': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    const [running, ...waiting] = [
      ...[await node.start('a'), await node.start('a')],
      ...[await node.start('a'), await node.start('a')],
    ]
    await node.end(running!)
    const order: string[] = []
    for (let i = 0; i < 3; i += 1) {
      const { run } = await node.take()
      order.push(run.id)
      await node.end(run)
    }
    assert.deepEqual(
      order,
      waiting.map((run) => run.runId),
    )
  },

  'a fire does not overtake the queue': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    const running = await node.start('a')
    const first = await node.start('a')
    await node.end(running)
    const second = await node.start('a')
    assert.equal(second.state, 'waiting')
    assert.equal((await node.take()).run.id, first.runId)
  },

  'a full queue refuses the fire with a span': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue', maxQueue: 2 } })
    for (let i = 0; i < 3; i += 1) await node.start('a')
    const { skipped } = await node.fire('a')
    assert.deepEqual(skipped, [{ at: scene.now, reason: 'queue_full' }])
    assert.equal((await scene.spans('a'))[0]?.reason, 'queue_full')
    assert.deepEqual(await scene.states('a'), ['running', 'waiting', 'waiting'])
  },

  'fires that are made up queue whatever the job says, up to the greater bound': async (scene) => {
    const node = await scene.node()
    const policies = { overlap: 'skip', maxQueue: 1, maxCatchUp: 3 } as const
    const { nextAt } = await scene.add('a', { policies })
    scene.pass(10 * MINUTE)
    const fires = Array.from({ length: 5 }, (_, n): FirePut => {
      const at = nextAt! + n * MINUTE
      return { at, own: true, startDeadline: null, missed: 0, catchUp: true }
    })
    const { runs, skipped } = await node.fire('a', { fires, next: scene.now + MINUTE })
    const states = runs.map((run) => run.state)
    assert.deepEqual(states, ['running', 'waiting', 'waiting', 'waiting'])
    const stored = (await scene.runs('a')).map((run) => [run.seq, run.fireAt])
    assert.deepEqual(
      stored,
      fires.slice(0, 4).map(({ at }, index) => [index + 1, at]),
    )
    assert.deepEqual(skipped, [{ at: fires[4]?.at, reason: 'queue_full' }])
  },

  'runs of several slots are promoted as slots get free': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue', maxInstances: 2 } })
    const [first, second] = [await node.start('a'), await node.start('a')]
    for (let i = 0; i < 3; i += 1) await node.start('a')
    await node.store.finish(
      node.session,
      [first, second].map(({ runId, token }) => ({ runId, token, end: 'succeeded', result: null })),
    )
    const states = await scene.states('a')
    assert.deepEqual(states.slice(2), ['pending', 'pending', 'waiting'])
  },
})

const replace = casesOf('overlap', {
  'a fire that replaces waits alone, and the oldest run is asked to stop': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'replace' } })
    const running = await node.start('a')
    const first = await node.start('a')
    assert.deepEqual(
      (await node.beat()).cancels.map((cancel) => cancel.runId),
      [running.runId],
    )
    const second = await node.start('a')
    assert.equal(await scene.runOrNull(first.runId), null)
    const [span] = await scene.spans('a')
    assert.deepEqual([span?.reason, span?.first], ['replaced', first.fireAt])
    assert.equal((await scene.run(second.runId)).state, 'waiting')
    await node.end(running, { end: 'cancelled', error: null })
    assert.equal((await node.take()).run.id, second.runId)
  },

  'a fire that would replace starts when a slot is free': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'replace' } })
    await node.end(await node.start('a'))
    assert.equal((await node.start('a')).state, 'running')
  },

  'a handler that does not stop keeps its slot': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'replace' } })
    const running = await node.start('a')
    for (let i = 0; i < 3; i += 1) assert.equal((await node.start('a')).state, 'waiting')
    assert.deepEqual(await scene.states('a'), ['running', 'waiting'])
    assert.equal((await node.end(running)).result, 'accepted')
  },

  'a pending run is replaced by the one that comes': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'replace' } })
    const { runId } = await node.start('a', { own: false })
    const next = await node.start('a')
    assert.equal((await scene.run(runId)).state, 'cancelled')
    assert.equal((await node.take()).run.id, next.runId)
  },
})

export const overlapCases: readonly StoreCase[] = [...skip, ...queue, ...replace]
