import assert from 'node:assert/strict'
import { DAY, MINUTE } from './sample-job.ts'
import { failure, outcome } from './scene-node.ts'
import { casesOf, type StoreCase } from './store-case.ts'

export const finishCases: readonly StoreCase[] = casesOf('finish', {
  'a success is stored with its result, and the slot is free': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { history: { keep: 5, maxAge: DAY } } })
    const started = await node.start('a')
    scene.pass(500)
    const { result, run } = await node.end(started, { end: 'succeeded', result: '{"rows":1}' })
    assert.equal(result, 'accepted')
    assert.deepEqual(run, await scene.run(started.runId))
    assert.deepEqual(
      [run?.state, run?.result, run?.endedAt],
      ['succeeded', '{"rows":1}', scene.now],
    )
    assert.deepEqual([run?.slot, run?.owner, run?.readyAt], [null, null, null])
    assert.equal(run?.expiresAt, scene.now + DAY)
    const { last } = await scene.job('a')
    assert.deepEqual(last, { runId: started.runId, state: 'succeeded', endedAt: scene.now })
    assert.equal((await node.fire('a')).runs.length, 1)
  },

  'failures in a row are counted until a success': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    for (const failures of [1, 2]) {
      const run = await node.start('a')
      await node.fail(run)
      const { state, error } = await scene.run(run.runId)
      assert.deepEqual([state, error], ['failed', failure])
      assert.equal((await scene.job('a')).failures, failures)
    }
    await node.end(await node.start('a'))
    assert.equal((await scene.job('a')).failures, 0)
  },

  'an outcome that is repeated was stored already, and changes nothing': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const run = await node.start('a')
    await node.fail(run)
    const before = [await scene.job('a'), await scene.run(run.runId)]
    scene.pass(1_000)
    assert.equal((await node.fail(run)).result, 'already')
    assert.deepEqual([await scene.job('a'), await scene.run(run.runId)], before)
  },

  'an outcome with another token is fenced': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const run = await node.start('a')
    for (const token of [run.token - 1, run.token + 1]) {
      const { result } = await node.end({ ...run, token })
      assert.equal(result, 'fenced')
    }
    assert.equal((await scene.run(run.runId)).state, 'running')
    assert.equal((await node.end(run)).result, 'accepted')
  },

  'an outcome of who does not own the run is fenced': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a')
    const run = await node.start('a')
    assert.equal((await other.end(run)).result, 'fenced')
    assert.equal((await scene.run(run.runId)).state, 'running')
  },

  'the outcome of a run that is no longer kept is answered as gone': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { history: { keep: 1, maxAge: DAY } } })
    const run = await node.start('a')
    await node.end(run)
    scene.pass(2 * DAY)
    await node.store.sweep(node.session, 1_000)
    assert.deepEqual(await node.end(run), { result: 'gone', run: null })
    assert.equal((await node.end({ runId: 'none.f1', token: 1 })).result, 'gone')
  },

  'of two handles that store one outcome at once, one is accepted': async (scene) => {
    const node = await scene.node()
    const store = await scene.harness.open()
    await scene.add('a')
    const run = await node.start('a')
    const calls = [node.store, store].map((handle) => handle.finish(node.session, [outcome(run)]))
    const results = (await Promise.all(calls)).map(([answer]) => answer?.result)
    assert.deepEqual(results.toSorted(), ['accepted', 'already'])
  },

  'answers keep the places of their outcomes': async (scene) => {
    const node = await scene.node()
    for (const id of ['a', 'b']) await scene.add(id)
    const [a, b] = [await node.start('a'), await node.start('b')]
    const answers = await node.store.finish(node.session, [
      outcome({ ...a, token: a.token + 5 }),
      outcome(b),
      outcome({ runId: 'nobody', token: 1 }),
      outcome(a),
      outcome(b),
    ])
    const results = answers.map((answer) => answer.result)
    assert.deepEqual(results, ['fenced', 'accepted', 'gone', 'accepted', 'already'])
  },

  'a run that did not start goes back, in its slot, to be claimed by anyone': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a')
    const started = await node.start('a')
    const { result, run } = await node.end(started, { end: 'released' })
    assert.equal(result, 'accepted')
    assert.deepEqual([run?.state, run?.slot, run?.owner], ['pending', 0, null])
    const again = await other.take()
    assert.deepEqual([again.run.id, again.run.attempt], [started.runId, 1])
    assert.deepEqual([again.run.recoveries, again.run.crashes], [0, 0])
    assert.equal((await node.end(started)).result, 'fenced')
  },

  'a run that was too late to start becomes a span, and its slot is free': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const run = await node.start('a')
    const answer = await node.end(run, { end: 'missed' })
    assert.deepEqual([answer.result, answer.run], ['accepted', null])
    assert.equal(await scene.runOrNull(run.runId), null)
    const [span] = await scene.spans('a')
    assert.deepEqual([span?.first, span?.last], [run.fireAt, run.fireAt])
    assert.equal(span?.reason, 'misfire_grace_exceeded')
    assert.equal((await node.fire('a')).runs.length, 1)
  },

  'a run that was too late makes room for the one that waits': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    const late = await node.start('a')
    const { runId } = await node.start('a')
    await node.end(late, { end: 'missed' })
    assert.equal((await node.take()).run.id, runId)
  },

  'a cancelled run ends as cancelled': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const run = await node.start('a')
    await node.end(run, { end: 'cancelled', error: failure })
    const { state, error, slot } = await scene.run(run.runId)
    assert.deepEqual([state, error, slot], ['cancelled', failure, null])
    assert.equal((await scene.job('a')).last?.state, 'cancelled')
  },

  'every end makes room for the one that waits': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    let run = await node.start('a')
    const ends = ['succeeded', 'failed', 'cancelled'] as const
    for (const end of ends) {
      const { runId } = await node.start('a')
      if (end === 'succeeded') await node.end(run)
      else await node.end(run, { end, error: failure })
      const { run: next } = await node.take()
      assert.equal(next.id, runId, end)
      run = { runId, token: next.token, state: 'running', fireAt: next.fireAt }
    }
  },

  'finish and publish at once strand no run': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a', { policies: { overlap: 'queue' } })
    for (let round = 0; round < 10; round += 1) {
      const running = round === 0 ? await node.start('a') : (await node.take()).run
      const job = await scene.job('a')
      scene.pass(MINUTE)
      const advance = other.advance(job, { own: false })
      const [, [answer]] = await Promise.all([node.end(running), other.publish([advance])])
      // A store may pass over a job that another call holds at the moment: its node comes back to it.
      if (answer?.result === 'stale') await other.publish([advance])
      assert.deepEqual((await scene.states('a')).slice(round + 1), ['pending'])
    }
  },
})
