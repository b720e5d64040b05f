import assert from 'node:assert/strict'
import { HOUR, MINUTE } from './sample-job.ts'
import { assertFenced } from './scene-node.ts'
import { casesOf, type StoreCase } from './store-case.ts'

export const claimCases: readonly StoreCase[] = casesOf('claim', {
  "a claimed run is the node's own, with another token": async (scene) => {
    const node = await scene.node()
    await scene.add('a', { input: '"of the job"', policies: { timeout: 5 } })
    const { runId, token } = await node.start('a', { own: false })
    scene.pass(1_000)
    const { run, input, policies } = await node.take()
    assert.deepEqual(run, await scene.run(runId))
    assert.deepEqual([run.state, run.owner, run.startedAt], ['running', node.session, scene.now])
    assert.ok(run.token > token)
    assert.ok(run.batch !== null)
    assert.deepEqual([run.readyAt, run.slot, run.attempt], [null, 0, 1])
    assert.deepEqual([input, policies.timeout], ['"of the job"', 5])
  },

  'the higher priority comes first, then who has been ready for longer': async (scene) => {
    const node = await scene.node()
    const jobs = [
      ...([
        ['late', 5, 3_000],
        ['low', -1, 1_000],
      ] as const),
      ...([
        ['early', 5, 2_000],
        ['high', 9, 4_000],
      ] as const),
    ]
    for (const [id, priority, after] of jobs) {
      await scene.add(id, { nextAt: scene.now + after, policies: { priority } })
    }
    for (const id of ['low', 'early', 'late', 'high']) await node.fire(id, { own: false })
    const order: string[] = []
    for (let i = 0; i < 4; i += 1) order.push(...(await node.claim({ count: 1 })).map(jobOf))
    assert.deepEqual(order, ['high', 'early', 'late', 'low'])
  },

  'no more are claimed than there is room for, and none twice': async (scene) => {
    const node = await scene.node()
    for (let i = 0; i < 5; i += 1) {
      await scene.add(`a${i}`)
      await node.enqueue(`a${i}`)
    }
    const first = await node.claim({ count: 3 })
    const second = await node.claim({ count: 3 })
    assert.deepEqual([first.length, second.length], [3, 2])
    assert.equal(new Set([...first, ...second].map((claimed) => claimed.run.id)).size, 5)
    assert.deepEqual(await node.claim({ count: 3 }), [])
    assert.deepEqual(await node.claim({ count: 0 }), [])
  },

  'only runs of the named task, version and executor are claimed': async (scene) => {
    const node = await scene.node()
    await scene.add('other task', { task: 'other' })
    await scene.add('newer', { taskVersion: 2 })
    await scene.add('elsewhere', { policies: { executor: 'cpu' } })
    await scene.add('mine')
    const ids = ['other task', 'newer', 'elsewhere', 'mine']
    for (const id of ids) await node.enqueue(id)
    assert.deepEqual((await node.claim()).map(jobOf), ['mine'])
    const rooms = [
      { executor: 'cpu', count: 9, tasks: [{ name: 'work', version: 1 }] },
      { executor: 'default', count: 9, tasks: [{ name: 'other', version: 4 }] },
      { executor: 'default', count: 9, tasks: [{ name: 'work', version: 2 }] },
    ]
    const { claimed } = await node.store.claim(node.session, 'batch', rooms)
    assert.deepEqual(claimed.map(jobOf), ['elsewhere', 'other task', 'newer'])
  },

  'a run is not claimed before it is ready, and the answer says when it will be': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await node.retry(await node.start('a'), 5_000)
    const readyAt = scene.now + 5_000
    const rooms = [{ executor: 'default', count: 1, tasks: [{ name: 'work', version: 1 }] }]
    const { claimed, nextReadyAt } = await node.store.claim(node.session, 'batch', rooms)
    assert.deepEqual([claimed, nextReadyAt], [[], readyAt])
    scene.pass(4_999)
    assert.deepEqual(await node.claim(), [])
    scene.pass(1)
    assert.equal((await node.claim()).length, 1)
  },

  'of several rooms the earliest run counts, and none is no instant': async (scene) => {
    const node = await scene.node()
    const rooms = ['default', 'cpu', 'gpu'].map((executor) => ({
      ...{ executor, count: 1, tasks: [{ name: 'work', version: 1 }] },
    }))
    const ready = async () => (await node.store.claim(node.session, 'batch', rooms)).nextReadyAt
    assert.equal(await ready(), null)
    for (const [executor, delay] of [
      ['default', 9_000],
      ['cpu', 5_000],
      ['gpu', 7_000],
    ] as const) {
      await scene.add(executor, { nextAt: scene.now, policies: { executor } })
      await node.retry(await node.start(executor), delay)
    }
    assert.equal(await ready(), scene.now + 5_000)
  },

  'a run that waits for a slot is not claimed': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    const running = await node.start('a')
    await node.start('a')
    await node.enqueue('a')
    assert.deepEqual(await node.claim(), [])
    await node.end(running)
    assert.equal((await node.claim()).length, 1)
  },

  'of many nodes that claim one run at once, one gets it': async (scene) => {
    const nodes = await Promise.all(Array.from({ length: 8 }, () => scene.node()))
    await scene.add('a')
    const { id } = await nodes[0]!.enqueue('a')
    const answers = await Promise.all(nodes.map((node) => node.claim()))
    const winners = nodes.filter((_, index) => answers[index]?.length === 1)
    assert.equal(winners.length, 1)
    assert.equal((await scene.run(id)).owner, winners[0]?.session)
  },

  'many nodes share many runs out among them': async (scene) => {
    const nodes = await Promise.all(Array.from({ length: 4 }, () => scene.node()))
    for (let i = 0; i < 40; i += 1) {
      await scene.add(`a${i}`)
      await nodes[0]!.enqueue(`a${i}`)
    }
    const calls = [0, 1, 2, 3, 4].flatMap(() => nodes.map((node) => node.claim({ count: 3 })))
    const claimed = (await Promise.all(calls)).flat()
    assert.equal(claimed.length, 40)
    assert.equal(new Set(claimed.map(({ run }) => run.id)).size, 40)
  },

  'a dead session claims nothing': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a')
    const { id } = await other.enqueue('a')
    await other.reap(node)
    await assertFenced(node.claim())
    assert.equal((await scene.run(id)).state, 'pending')
  },

  'a run comes with its own input, else with the input that its job has now': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { input: '"old"', policies: { maxInstances: 2 } })
    await node.enqueue('a', { input: '"own"' })
    await node.enqueue('a')
    await scene.update('a', { input: { text: '"new"' } })
    const inputs = (await node.claim()).map((claimed) => claimed.input)
    assert.deepEqual(inputs.toSorted(), ['"new"', '"own"'])
  },

  'a run that is late to start is handed out too': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const { runId } = await node.start('a', { own: false, startDeadline: scene.now + 2 * MINUTE })
    scene.pass(HOUR)
    const { run } = await node.take()
    assert.equal(run.id, runId)
    assert.ok(run.startDeadline! < scene.now)
  },

  'the runs of a job are found again by owner and batch when the answer was lost': async (
    scene,
  ) => {
    const node = await scene.node()
    await scene.add('a', { policies: { maxInstances: 9 } })
    await scene.add('b')
    scene.pass(MINUTE)
    await node.publish([node.advance(await scene.job('a'))], 'published')
    await node.enqueue('b')
    const rooms = [{ executor: 'default', count: 9, tasks: [{ name: 'work', version: 1 }] }]
    await node.store.claim(node.session, 'claimed', rooms)
    const run = { key: 'm-own', job: 'a', kind: 'manual', input: null, own: true } as const
    await node.store.enqueue([run], { by: node.session, batch: 'enqueued' })
    const found: string[] = []
    for (const batch of ['published', 'claimed', 'enqueued', 'never']) {
      const { items } = await node.store.read.runs({ owner: node.session, batch, limit: 10 })
      found.push(items.map((item) => item.jobId).join())
    }
    assert.deepEqual(found, ['a', 'b', 'a', ''])
  },
})

function jobOf({ run }: { readonly run: { readonly jobId: string } }): string {
  return run.jobId
}
