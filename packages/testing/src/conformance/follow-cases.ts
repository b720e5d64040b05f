import assert from 'node:assert/strict'
import { roomy, succeed, upstreams } from './family.ts'
import { following, MINUTE } from './sample-job.ts'
import { failure } from './scene-node.ts'
import { casesOf, type StoreCase } from './store-case.ts'

const single = casesOf('follow', {
  'a success is followed up by a run that knows what it follows': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', following(['a']))
    const parent = await succeed(node, 'a')
    const [run] = await scene.runs('b')
    assert.ok(run)
    const { kind, state, fireAt, depth, upstream, slot } = run
    assert.deepEqual([kind, state, fireAt, depth, slot], ['follow', 'pending', scene.now, 1, 0])
    assert.deepEqual(upstream, [{ jobId: 'a', runId: parent, state: 'succeeded' }])
    assert.equal((await node.take()).run.id, run.id)
    const { state: jobState, nextAt } = await scene.job('b')
    assert.deepEqual([jobState, nextAt], ['active', null])
  },

  'who follows successes does not follow failures, and the other way round': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('on success', roomy(following(['a'], { on: 'success' })))
    await scene.add('on failure', roomy(following(['a'], { on: 'failure' })))
    await scene.add('on finish', roomy(following(['a'], { on: 'finish' })))
    const [good, bad] = [await succeed(node, 'a'), await node.start('a')]
    await node.fail(bad)
    assert.deepEqual(await upstreams(scene, 'on success'), [[good]])
    assert.deepEqual(await upstreams(scene, 'on failure'), [[bad.runId]])
    assert.deepEqual(await upstreams(scene, 'on finish'), [[good], [bad.runId]])
  },

  'lost and cancelled runs count as finished and as failed': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a', { policies: { onNodeLoss: 'lose' } })
    await scene.add('on success', roomy(following(['a'], { on: 'success' })))
    await scene.add('on failure', roomy(following(['a'], { on: 'failure' })))
    await scene.add('on finish', roomy(following(['a'], { on: 'finish' })))
    const cancelled = await node.start('a')
    await node.end(cancelled, { end: 'cancelled', error: null })
    const pending = await node.start('a', { own: false })
    await scene.client.cancel([pending.runId], 'enough')
    const lost = await node.start('a')
    await other.reap(node)
    const ends = [[cancelled.runId], [pending.runId], [lost.runId]]
    assert.deepEqual(await upstreams(scene, 'on failure'), ends)
    assert.deepEqual(await upstreams(scene, 'on finish'), ends)
    assert.deepEqual(await upstreams(scene, 'on success'), [])
  },

  'what did not run is no end': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', following(['a'], { on: 'finish' }))
    await node.end(await node.start('a'), { end: 'missed' })
    const running = await node.start('a')
    await node.fire('a')
    await node.end(running, { end: 'released' })
    assert.deepEqual(await scene.runs('b'), [])
  },

  'an outcome that is stored twice is followed up once': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', roomy(following(['a'])))
    const run = await node.start('a')
    for (let i = 0; i < 3; i += 1) await node.end(run)
    assert.equal((await scene.runs('b')).length, 1)
  },

  'runs by hand are followed up too, and a chain goes on': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', following(['a']))
    await scene.add('c', following(['b']))
    await node.end(await node.enqueue('a', { own: true }))
    await node.end((await node.take()).run)
    const [run] = await scene.runs('c')
    assert.deepEqual([run?.depth, run?.upstream?.[0]?.jobId], [2, 'b'])
  },

  'a follow-up overlaps as a fire does': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', following(['a']))
    await succeed(node, 'a')
    await succeed(node, 'a')
    assert.equal((await scene.runs('b')).length, 1)
    const [span] = await scene.spans('b')
    assert.equal(span?.reason, 'overlap_skipped')
  },

  'a follow-up replaces as a fire does': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', { ...following(['a']), policies: { overlap: 'replace' } })
    await succeed(node, 'a')
    const { run } = await node.take()
    await succeed(node, 'a')
    assert.deepEqual(
      (await node.beat()).cancels.map((cancel) => cancel.runId),
      [run.id],
    )
    const last = await succeed(node, 'a')
    assert.deepEqual(await scene.states('b'), ['running', 'waiting'])
    assert.equal((await scene.spans('b'))[0]?.reason, 'replaced')
    await node.end(run, { end: 'cancelled', error: null })
    assert.equal((await node.take()).run.upstream?.[0]?.runId, last)
  },

  'a follower whose number of runs is used up follows no more': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', { ...roomy(following(['a'])), runsLeft: 1 })
    await succeed(node, 'a')
    assert.equal((await scene.job('b')).state, 'finished')
    await succeed(node, 'a')
    assert.equal((await scene.runs('b')).length, 1)
  },

  'a paused job follows nobody up, and keeps a span of it': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', following(['a']))
    await scene.pause('b')
    await succeed(node, 'a')
    assert.deepEqual(await scene.runs('b'), [])
    assert.equal((await scene.spans('b'))[0]?.reason, 'paused')
  },

  'a removed job follows nobody up': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', following(['a']))
    await scene.remove('b')
    assert.equal((await node.end(await node.start('a'))).result, 'accepted')
    assert.deepEqual(await scene.runs('b'), [])
  },
})

const shape = casesOf('follow', {
  'a job may follow what is not there yet': async (scene) => {
    const node = await scene.node()
    await scene.add('b', following(['a']))
    await scene.add('a')
    await succeed(node, 'a')
    assert.equal((await scene.runs('b')).length, 1)
  },

  'a circle is refused when it would be put, and nothing changes': async (scene) => {
    await scene.add('a', following(['c']))
    await scene.add('b', following(['a']))
    const [put] = await scene.client.put([scene.put('c', following(['b']))], 'fail')
    assert.equal(put?.result, 'cycle')
    assert.equal(await scene.jobOrNull('c'), null)
    const before = await scene.add('c')
    const { result } = await scene.update('c', { when: scene.put('x', following(['b'])) })
    assert.equal(result, 'cycle')
    assert.deepEqual(await scene.job('c'), before)
  },

  'a circle is refused in every way to put it': async (scene) => {
    const pair = [scene.put('a', following(['b'])), scene.put('b', following(['a']))]
    const results = (await scene.client.put(pair, 'fail')).map((answer) => answer.result)
    assert.ok(results.includes('cycle'))
    assert.equal(await scene.jobOrNull('a'), null)
    await scene.add('a', following(['b']))
    await scene.add('b')
    assert.equal((await scene.replace('b', following(['a']))).result, 'cycle')
    const declared = scene.put('c', { ...following(['d']), declaration: {} })
    await scene.client.put([declared], 'declare')
    const last = scene.put('d', { ...following(['c']), declaration: {} })
    assert.equal((await scene.client.put([last], 'declare'))[0]?.result, 'cycle')
    assert.equal((await scene.job('b')).mode, 'time')
    assert.equal(await scene.jobOrNull('d'), null)
  },

  'ways that meet again are no circle': async (scene) => {
    await scene.add('a')
    await scene.add('b', following(['a']))
    await scene.add('c', following(['a']))
    await scene.add('d', following(['b', 'c'], { need: 'all' }))
  },

  'a job under an id that followed before does not follow': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', following(['a']))
    await scene.remove('b')
    await scene.add('b')
    await scene.add('c', { ...following(['a']), runsLeft: 1 })
    await succeed(node, 'a')
    await node.end((await node.take()).run)
    await scene.add('c')
    await succeed(node, 'a')
    assert.deepEqual(await scene.runs('b'), [])
    assert.equal((await scene.runs('c')).length, 1)
  },

  'a chain that is too deep ends with a span': async (scene) => {
    const node = await scene.node()
    await scene.add('j0')
    for (let n = 1; n <= 33; n += 1) await scene.add(`j${n}`, following([`j${n - 1}`]))
    await succeed(node, 'j0')
    for (let n = 1; n <= 32; n += 1) await node.end((await node.take()).run)
    assert.equal((await scene.runs('j32'))[0]?.depth, 32)
    assert.deepEqual(await scene.runs('j33'), [])
    assert.equal((await scene.spans('j33'))[0]?.reason, 'follow_depth')
  },

  'a job that follows others no longer stops doing so': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', following(['a']))
    await scene.update('b', { when: scene.put('x', { nextAt: scene.now + 10 * MINUTE }) })
    await succeed(node, 'a')
    assert.deepEqual(await scene.runs('b'), [])
  },

  'a failure on the last attempt is followed up, one before it is not': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', following(['a'], { on: 'failure' }))
    await node.retry(await node.start('a'), 0)
    assert.deepEqual(await scene.runs('b'), [])
    const { run } = await node.take()
    await node.end(run, { end: 'failed', error: failure })
    assert.equal((await scene.runs('b')).length, 1)
  },
})

export const followCases: readonly StoreCase[] = [...single, ...shape]
