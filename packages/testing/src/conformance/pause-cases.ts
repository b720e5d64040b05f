import assert from 'node:assert/strict'
import { delayed, HOUR, MINUTE } from './sample-job.ts'
import { casesOf, type StoreCase } from './store-case.ts'

export const pauseCases: readonly StoreCase[] = casesOf('pause', {
  'a paused job has no next fire, and says why and by whom': async (scene) => {
    const before = await scene.add('a')
    scene.pass(1_000)
    const { result, row } = await scene.pause('a', { reason: 'invoices', by: 'eve' })
    assert.equal(result, 'done')
    const job = await scene.job('a')
    assert.deepEqual(job, row)
    assert.deepEqual([job.state, job.nextAt, job.heldNext], ['paused', null, before.nextAt])
    assert.deepEqual(job.pause, { reason: 'invoices', by: 'eve', at: scene.now })
    assert.ok(job.revision > before.revision)
  },

  'after a pause returned nothing more is published': async (scene) => {
    const node = await scene.node()
    const read = await scene.add('a')
    const at = read.nextAt
    const { row } = await scene.pause('a')
    assert.ok(row)
    scene.pass(MINUTE)
    for (const job of [read, { ...row, nextAt: at }]) {
      const [answer] = await node.publish([node.advance(job)])
      assert.notEqual(answer?.result, 'done')
    }
    assert.deepEqual((await node.store.peek({ limit: 10, until: scene.now })).due, [])
    assert.deepEqual(await scene.runs('a'), [])
  },

  'the pending runs of a paused job are not claimed before it is resumed': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const { runId } = await node.start('a', { own: false })
    await scene.pause('a')
    assert.deepEqual(await node.claim(), [])
    assert.equal((await scene.run(runId)).readyAt, null)
    await scene.resume('a')
    assert.equal((await node.take()).run.id, runId)
  },

  'a retry that is settled while its job is paused waits for the resume': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const run = await node.start('a')
    await scene.pause('a')
    await node.retry(run, 1_000)
    scene.pass(HOUR)
    assert.deepEqual(await node.claim(), [])
    await scene.resume('a')
    assert.equal((await node.take()).run.id, run.runId)
  },

  'a run whose node died while its job was paused waits for the resume': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a')
    const { runId } = await node.start('a')
    await scene.pause('a')
    await other.reap(node)
    assert.deepEqual(await other.claim(), [])
    await scene.resume('a')
    assert.equal((await other.take()).run.id, runId)
  },

  'what runs goes on, and what waits behind it stays put until the resume': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    const running = await node.start('a')
    const waiting = await node.start('a')
    await scene.pause('a')
    assert.equal((await node.end(running)).result, 'accepted')
    assert.deepEqual(await node.claim(), [])
    await scene.resume('a')
    assert.equal((await node.take()).run.id, waiting.runId)
  },

  'a run by hand starts on a paused job too': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.pause('a')
    const { id } = await node.enqueue('a')
    assert.equal((await node.take()).run.id, id)
  },

  'a run by hand that was asked for before the pause starts as well': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const { id } = await node.enqueue('a')
    await scene.pause('a')
    assert.equal((await node.take()).run.id, id)
  },

  'a resume sets the next fire and keeps the paused instants as one span': async (scene) => {
    const { nextAt } = await scene.add('a')
    assert.ok(nextAt !== null)
    await scene.pause('a')
    scene.pass(HOUR)
    const span = { first: nextAt, last: scene.now, reason: 'paused' } as const
    const { result } = await scene.resume('a', { nextAt: scene.now + MINUTE, span })
    const job = await scene.job('a')
    assert.equal(result, 'done')
    assert.deepEqual([job.state, job.pause, job.heldNext], ['active', null, null])
    assert.equal(job.nextAt, scene.now + MINUTE)
    const spans = await scene.spans('a')
    assert.deepEqual(
      spans.map(({ first, last, reason }) => ({ first, last, reason })),
      [span],
    )
  },

  'resuming a job that is not paused changes nothing': async (scene) => {
    const before = await scene.add('a')
    const { result } = await scene.resume('a', { nextAt: scene.now + HOUR })
    assert.equal(result, 'unchanged')
    assert.deepEqual(await scene.job('a'), before)
  },

  'lifting another reason leaves the pause alone': async (scene) => {
    await scene.add('a')
    await scene.pause('a', { reason: 'mine' })
    await scene.resume('a', { lifts: 'undeclared' })
    const { state, pause, nextAt } = await scene.job('a')
    assert.deepEqual([state, pause?.reason, nextAt], ['paused', 'mine', null])
  },

  'a job with a delay that was paused while it ran goes on after the resume': async (scene) => {
    const node = await scene.node()
    await scene.add('a', delayed(5_000, scene.now))
    const run = await node.start('a', { next: null })
    await scene.pause('a')
    await node.end(run)
    assert.equal((await scene.job('a')).nextAt, null)
    const { heldNext } = await scene.job('a')
    await scene.resume('a', { nextAt: heldNext })
    assert.equal((await scene.job('a')).nextAt, scene.now + 5_000)
  },

  'a job with a delay that is resumed while it runs is armed by the end of the run': async (
    scene,
  ) => {
    const node = await scene.node()
    await scene.add('a', delayed(5_000, scene.now))
    const run = await node.start('a', { next: null })
    await scene.pause('a')
    await scene.resume('a', { nextAt: null })
    scene.pass(MINUTE)
    await node.end(run)
    assert.equal((await scene.job('a')).nextAt, scene.now + 5_000)
  },

  'a job that is resumed while it runs has its next fire at once': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await node.start('a')
    await scene.pause('a')
    await scene.resume('a', { nextAt: scene.now + HOUR })
    assert.equal((await scene.job('a')).nextAt, scene.now + HOUR)
  },

  'a job that has no instant left when it is resumed is finished': async (scene) => {
    await scene.add('a')
    await scene.pause('a')
    await scene.resume('a', { nextAt: null })
    const { state, nextAt, heldNext } = await scene.job('a')
    assert.deepEqual([state, nextAt, heldNext], ['finished', null, null])
  },

  'a finished job can be neither paused nor resumed': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await node.end(await node.start('a', { next: null }))
    assert.equal((await scene.pause('a')).result, 'unchanged')
    assert.equal((await scene.resume('a')).result, 'unchanged')
    assert.equal((await scene.job('a')).state, 'finished')
  },
})
