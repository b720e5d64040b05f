import assert from 'node:assert/strict'
import { roomy, succeed, upstreams } from './family.ts'
import { following } from './sample-job.ts'
import { outcome } from './scene-node.ts'
import { casesOf, type StoreCase } from './store-case.ts'

export const joinCases: readonly StoreCase[] = casesOf('join', {
  'any of several parents is followed up by itself': async (scene) => {
    const node = await scene.node()
    for (const id of ['a', 'b']) await scene.add(id)
    await scene.add('c', roomy(following(['a', 'b'], { need: 'any' })))
    const [a, b] = [await succeed(node, 'a'), await succeed(node, 'b')]
    assert.deepEqual(await upstreams(scene, 'c'), [[a], [b]])
  },

  'a join runs once when every parent has ended, then waits for all again': async (scene) => {
    const node = await scene.node()
    for (const id of ['a', 'b', 'c']) await scene.add(id)
    await scene.add('join', roomy(following(['a', 'b', 'c'], { need: 'all' })))
    const rounds: (readonly string[])[] = []
    for (let round = 0; round < 2; round += 1) {
      const ended: string[] = []
      for (const id of ['c', 'a', 'b']) {
        assert.equal((await scene.runs('join')).length, round)
        ended.push(await succeed(node, id))
      }
      rounds.push(ended.toSorted())
    }
    assert.deepEqual(await upstreams(scene, 'join'), rounds)
  },

  'a second end of one parent replaces the first': async (scene) => {
    const node = await scene.node()
    for (const id of ['a', 'b']) await scene.add(id)
    await scene.add('join', roomy(following(['a', 'b'], { need: 'all' })))
    await succeed(node, 'a')
    const ended = [await succeed(node, 'a'), await succeed(node, 'b')]
    assert.deepEqual(await upstreams(scene, 'join'), [ended.toSorted()])
  },

  'an end that does not match leaves no mark': async (scene) => {
    const node = await scene.node()
    for (const id of ['a', 'b']) await scene.add(id)
    await scene.add('join', roomy(following(['a', 'b'], { need: 'all' })))
    await node.fail(await node.start('a'))
    await succeed(node, 'b')
    assert.deepEqual(await scene.runs('join'), [])
    await succeed(node, 'a')
    assert.equal((await scene.runs('join')).length, 1)
  },

  'parents that end in one call are joined once': async (scene) => {
    const node = await scene.node()
    for (const id of ['a', 'b']) await scene.add(id)
    await scene.add('join', roomy(following(['a', 'b'], { need: 'all' })))
    const [a, b] = [await node.start('a'), await node.start('b')]
    await node.store.finish(node.session, [outcome(a), outcome(b)])
    assert.deepEqual(await upstreams(scene, 'join'), [[a.runId, b.runId].toSorted()])
  },

  'parents that end at once on two nodes are joined once': async (scene) => {
    const [node, other] = [await scene.node(), await scene.node()]
    for (const id of ['a', 'b']) await scene.add(id)
    await scene.add('join', roomy(following(['a', 'b'], { need: 'all' })))
    for (let round = 1; round <= 5; round += 1) {
      const [a, b] = [await node.start('a'), await other.start('b')]
      await Promise.all([node.end(a), other.end(b)])
      assert.equal((await scene.runs('join')).length, round)
    }
  },

  'a join is as deep as its deepest parent': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    await scene.add('b', following(['a']))
    await scene.add('join', following(['a', 'b'], { need: 'all' }))
    await succeed(node, 'a')
    await node.end((await node.take()).run)
    assert.equal((await scene.runs('join'))[0]?.depth, 2)
    await scene.add('x')
    await scene.add('late', following(['b', 'x'], { need: 'all' }))
    await node.end((await node.take()).run)
    await succeed(node, 'a')
    for (const { run } of await node.claim()) await node.end(run)
    await succeed(node, 'x')
    assert.equal((await scene.runs('late'))[0]?.depth, 2)
  },
})
