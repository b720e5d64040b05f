import assert from 'node:assert/strict'
import { DAY } from './sample-job.ts'
import { casesOf, type StoreCase } from './store-case.ts'

export const beatCases: readonly StoreCase[] = casesOf('beat', {
  'a session begins alive, and is told the time and its peers': async (scene) => {
    const [node, other] = [await scene.node('shop'), await scene.node(null)]
    scene.pass(5)
    const { alive, now, peers, cancels } = await node.beat()
    assert.deepEqual([alive, now, cancels], [true, scene.now, []])
    const [peer] = peers
    assert.equal(peers.length, 1)
    assert.deepEqual(
      [peer?.session, peer?.name, peer?.app, peer?.gone],
      [other.session, other.session, null, false],
    )
  },

  'others see a session beat': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    const seen: number[] = []
    for (let i = 0; i < 3; i += 1) {
      await other.beat()
      seen.push((await node.beat()).peers[0]?.beat ?? -1)
    }
    assert.ok(seen[0]! < seen[1]! && seen[1]! < seen[2]!)
  },

  "a dead session is told so, and is nobody's peer any more": async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await other.reap(node)
    assert.equal((await node.beat()).alive, false)
    assert.deepEqual((await other.beat()).peers, [])
  },

  'an unknown session is not alive': async (scene) => {
    const { alive } = await scene.client.beat('nobody', 1, { free: 1, stalledMs: 0 })
    assert.equal(alive, false)
  },

  'nodes are listed with what they last said': async (scene) => {
    const node = await scene.node('shop')
    const began = scene.now
    assert.equal((await scene.client.read.nodes())[0]?.seenAt, began)
    scene.pass(3_000)
    await node.store.beat(node.session, 4, { free: 17, stalledMs: 0 })
    const [row] = await scene.client.read.nodes()
    const { session, app, role, beat, free, alive, startedAt, seenAt } = row!
    assert.deepEqual(
      { session, app, role, beat, free, alive, startedAt, seenAt },
      {
        ...{ session: node.session, app: 'shop', role: 'all', beat: 4, free: 17, alive: true },
        ...{ startedAt: began, seenAt: scene.now },
      },
    )
  },

  'a client has no session': async (scene) => {
    await scene.harness.open()
    assert.deepEqual(await scene.client.read.nodes(), [])
  },

  'silence alone closes no session': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    await scene.add('a')
    const run = await node.start('a')
    scene.pass(30 * DAY)
    await other.store.sweep(other.session, 100)
    assert.equal((await scene.client.read.nodes()).length, 2)
    assert.equal((await node.beat()).alive, true)
    assert.equal((await node.end(run)).result, 'accepted')
  },
})
