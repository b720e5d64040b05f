import assert from 'node:assert/strict'
import { delayed, everyText, HOUR, MINUTE, samplePolicies } from './sample-job.ts'
import { casesOf, type StoreCase } from './store-case.ts'

export const changeCases: readonly StoreCase[] = casesOf('change', {
  'an update changes what it names and nothing else': async (scene) => {
    const before = await scene.add('a')
    scene.pass(5_000)
    const policies = samplePolicies({ maxInstances: 3 })
    const { result, row } = await scene.update('a', { policies, input: { text: '[1]' } })
    assert.equal(result, 'done')
    const after = await scene.job('a')
    assert.deepEqual(after, row)
    const { version, revision, updatedAt } = after
    assert.deepEqual(after, { ...before, policies, input: '[1]', version, revision, updatedAt })
    assert.ok(revision > before.revision)
    assert.ok(version > before.version)
  },

  'a change that expects another revision is a conflict and changes nothing': async (scene) => {
    const first = await scene.add('a')
    await scene.update('a', { input: { text: '1' } })
    const before = await scene.job('a')
    const expect = first.revision
    assert.equal((await scene.update('a', { expect, input: { text: '2' } })).result, 'conflict')
    assert.equal((await scene.pause('a', { expect })).result, 'conflict')
    assert.equal((await scene.remove('a', { expect })).result, 'conflict')
    assert.deepEqual(await scene.job('a'), before)
    const right = { expect: before.revision, input: { text: '3' } }
    assert.equal((await scene.update('a', right)).result, 'done')
  },

  'publishing is no change in the eyes of users': async (scene) => {
    const node = await scene.node()
    const before = await scene.add('a')
    await node.end(await node.start('a'))
    const after = await scene.job('a')
    assert.equal(after.revision, before.revision)
    assert.ok(after.version > before.version)
    assert.equal((await scene.pause('a', { expect: before.revision })).result, 'done')
  },

  'an unknown job is answered as unknown, in its place': async (scene) => {
    await scene.add('a')
    const answers = await scene.client.change([
      { kind: 'pause', id: 'none', reason: null, by: null },
      { kind: 'pause', id: 'a', reason: null, by: null },
      { kind: 'remove', id: 'nobody', cancelRuns: false },
    ])
    const results = answers.map((answer) => [answer.result, answer.row?.id ?? null])
    assert.deepEqual(results, [
      ['unknown', null],
      ['done', 'a'],
      ['unknown', null],
    ])
  },

  'another trigger starts anew, and a publish in flight is stale': async (scene) => {
    const node = await scene.node()
    const read = await scene.add('a')
    scene.pass(MINUTE)
    const when = {
      ...({ trigger: everyText(HOUR), mode: 'time', delay: null, follow: null } as const),
      ...{ anchor: scene.now, nextAt: scene.now + HOUR },
    }
    await scene.update('a', { when })
    const [answer] = await node.publish([node.advance(read)])
    assert.equal(answer?.result, 'stale')
    const { anchor, nextAt, trigger } = await scene.job('a')
    assert.deepEqual(
      { anchor, nextAt, trigger },
      {
        ...{ anchor: when.anchor, nextAt: when.nextAt, trigger: when.trigger },
      },
    )
    assert.deepEqual(await scene.runs('a'), [])
  },

  'an equal trigger keeps its anchor and its next fire': async (scene) => {
    const before = await scene.add('a')
    scene.pass(30_000)
    const { trigger, mode, delay } = before
    const when = { trigger, mode, delay, follow: null, anchor: scene.now, nextAt: scene.now + 1 }
    await scene.update('a', { when })
    const after = await scene.job('a')
    assert.deepEqual([after.anchor, after.nextAt], [before.anchor, before.nextAt])
  },

  'going back to instants that were published wedges nothing': async (scene) => {
    const node = await scene.node()
    const first = await scene.add('a')
    const run = await node.start('a')
    await node.end(run)
    const when = { ...scene.put('x', { trigger: everyText(1) }), nextAt: first.nextAt }
    await scene.update('a', { when })
    const { runs } = await node.fire('a', { next: scene.now + MINUTE })
    for (const again of runs) await node.end(again)
    assert.equal((await scene.job('a')).nextAt, scene.now + MINUTE)
    assert.equal((await scene.run(run.runId)).state, 'succeeded')
    assert.equal((await node.fire('a')).runs.length, 1)
  },

  'a finished job that gets a new trigger is active again': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await node.end(await node.start('a', { next: null }))
    const when = scene.put('x', { trigger: everyText(HOUR), nextAt: scene.now + HOUR })
    await scene.update('a', { when })
    const { state, nextAt } = await scene.job('a')
    assert.deepEqual([state, nextAt], ['active', scene.now + HOUR])
  },

  'removing ends what waits, and lets what runs end in peace': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { maxInstances: 2, overlap: 'queue' } })
    const running = await node.start('a')
    const pending = await node.start('a', { own: false })
    const waiting = await node.start('a')
    const { result, row } = await scene.remove('a')
    assert.deepEqual([result, row?.id], ['done', 'a'])
    assert.equal(await scene.jobOrNull('a'), null)
    assert.equal((await scene.run(pending.runId)).state, 'cancelled')
    assert.equal((await scene.run(waiting.runId)).state, 'cancelled')
    assert.equal((await scene.run(running.runId)).state, 'running')
    assert.equal((await node.beat()).cancels.length, 0)
    const ended = await node.end(running, { end: 'succeeded', result: '"kept"' })
    assert.equal(ended.result, 'accepted')
    assert.equal((await scene.run(running.runId)).result, '"kept"')
  },

  'removing with its runs asks the running ones to stop': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const { runId, token } = await node.start('a')
    await scene.remove('a', { cancelRuns: true })
    const { cancels } = await node.beat()
    assert.deepEqual(
      cancels.map((cancel) => cancel.runId),
      [runId],
    )
    await node.end({ runId, token }, { end: 'cancelled', error: null })
    assert.equal((await scene.run(runId)).state, 'cancelled')
  },

  'after a removal nothing more is published or claimed': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await node.start('a', { own: false })
    const read = await scene.job('a')
    await scene.remove('a')
    scene.pass(MINUTE)
    const [answer] = await node.publish([node.advance(read)])
    assert.equal(answer?.result, 'stale')
    assert.deepEqual(await node.claim(), [])
    const { due } = await node.store.peek({ limit: 10, until: scene.now })
    assert.deepEqual(due, [])
  },

  'a trigger without a further instant finishes the job': async (scene) => {
    await scene.add('a')
    await scene.update('a', { when: scene.put('x', { trigger: everyText(HOUR), nextAt: null }) })
    const { state, nextAt } = await scene.job('a')
    assert.deepEqual([state, nextAt], ['finished', null])
  },

  'a paused job that gets another trigger stays paused': async (scene) => {
    await scene.add('a')
    await scene.pause('a')
    const next = scene.now + HOUR
    await scene.update('a', { when: scene.put('x', { trigger: everyText(HOUR), nextAt: next }) })
    const { state, nextAt, heldNext } = await scene.job('a')
    assert.deepEqual([state, nextAt, heldNext], ['paused', null, next])
  },

  'a delay that is changed while the job runs counts from the end of the run': async (scene) => {
    const node = await scene.node()
    await scene.add('a', delayed(5_000, scene.now))
    const run = await node.start('a', { next: null })
    await scene.update('a', { when: scene.put('x', delayed(7_000, scene.now)) })
    assert.equal((await scene.job('a')).nextAt, null)
    scene.pass(MINUTE)
    await node.end(run)
    assert.equal((await scene.job('a')).nextAt, scene.now + 7_000)
  },

  'instants that were due when their trigger or job went are accounted for': async (scene) => {
    const changed = await scene.add('changed')
    const removed = await scene.add('removed')
    scene.pass(5 * MINUTE)
    const when = scene.put('x', { trigger: everyText(HOUR), nextAt: scene.now + HOUR })
    await scene.update('changed', { when })
    await scene.remove('removed')
    const [first] = await scene.spans('changed')
    assert.equal(first?.first, changed.nextAt)
    const [second] = await scene.spans('removed')
    assert.deepEqual([second?.first, second?.reason], [removed.nextAt, 'job_removed'])
  },

  'a run whose job was removed is not tried again': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    for (const id of ['a', 'b']) await scene.add(id)
    const [retried, orphaned] = [await node.start('a'), await node.start('b')]
    for (const id of ['a', 'b']) await scene.remove(id)
    assert.equal((await node.retry(retried, 0)).result, 'accepted')
    assert.equal((await scene.run(retried.runId)).endedAt, scene.now)
    await other.reap(node)
    assert.deepEqual(await other.claim(), [])
    for (const { runId } of [retried, orphaned]) {
      const { endedAt } = await scene.run(runId)
      assert.equal(endedAt, scene.now)
    }
  },

  'a run that waits for an executor that is gone goes where its job is sent': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { executor: 'gone' } })
    await node.enqueue('a')
    assert.deepEqual(await node.claim(), [])
    await scene.update('a', { policies: samplePolicies({ priority: 5 }) })
    const { run } = await node.take()
    assert.deepEqual([run.executor, run.priority], ['default', 5])
  },

  'a run that nobody executes has the version of the input that it will get': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { input: '1' })
    const [retried, own] = [await node.start('a'), await node.enqueue('a', { input: '7' })]
    await scene.update('a', { input: { text: '2' }, taskVersion: 2 })
    await node.retry(retried, 0)
    const { run, input } = (await node.claim({ tasks: [{ name: 'work', version: 2 }] }))[0]!
    assert.deepEqual([run.id, run.taskVersion, input], [retried.runId, 2, '2'])
    assert.equal((await scene.run(own.id)).taskVersion, 1)
  },
})
