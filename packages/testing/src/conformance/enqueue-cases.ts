import assert from 'node:assert/strict'
import { casesOf, type StoreCase } from './store-case.ts'

const enqueue = casesOf('enqueue', {
  'a run by hand is pending at once, and moves neither the next fire nor the version': async (
    scene,
  ) => {
    const node = await scene.node()
    const before = await scene.add('a')
    scene.pass(10)
    const run = await node.enqueue('a', { input: '"own"' })
    assert.deepEqual(run, await scene.run(run.id))
    const { kind, state, slot, fireAt, readyAt, input, attempt, depth } = run
    assert.deepEqual(
      { kind, state, slot, fireAt, readyAt, input, attempt, depth },
      {
        ...{ kind: 'manual', state: 'pending', slot: 0, fireAt: scene.now, readyAt: scene.now },
        ...{ input: '"own"', attempt: 1, depth: 0 },
      },
    )
    const after = await scene.job('a')
    assert.deepEqual([after.nextAt, after.revision], [before.nextAt, before.revision])
    assert.equal(after.runSeq, 1)
    await node.fire('a')
  },

  "a run by hand can be the node's own at once": async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const run = await node.enqueue('a', { own: true })
    assert.deepEqual([run.state, run.owner, run.slot], ['running', node.session, 0])
    assert.ok(run.batch !== null)
    assert.equal((await node.end(run)).result, 'accepted')
  },

  'a key that is repeated is answered with the run that is there': async (scene) => {
    const node = await scene.node()
    for (const id of ['a', 'b']) await scene.add(id)
    const ask = (job: string) =>
      ({ key: 'm-once', job, kind: 'manual', input: null, own: false }) as const
    const runs = [ask('a'), ask('a'), ask('b'), ask('none')]
    const answers = await node.store.enqueue(runs)
    const results = answers.map((answer) => answer.result)
    assert.deepEqual(results, ['created', 'exists', 'created', 'unknown'])
    const [again] = await node.store.enqueue([ask('a')])
    assert.ok(again !== undefined && again.result === 'exists')
    assert.equal((await scene.runs('a')).length, 1)
    assert.equal(again.run.id, (await scene.runs('a'))[0]?.id)
  },

  'a key that many ask for at once makes one run': async (scene) => {
    const handles = await Promise.all(Array.from({ length: 8 }, () => scene.harness.open()))
    await scene.add('a')
    const run = { key: 'm-once', job: 'a', kind: 'manual', input: null, own: false } as const
    const answers = (await Promise.all(handles.map((handle) => handle.enqueue([run])))).flat()
    assert.equal(answers.filter((answer) => answer.result === 'created').length, 1)
    assert.equal((await scene.runs('a')).length, 1)
  },

  'runs by hand within one millisecond are as many as were asked for': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { maxInstances: 2 } })
    for (let i = 0; i < 3; i += 1) await node.enqueue('a')
    assert.deepEqual(await scene.states('a'), ['pending', 'pending', 'waiting'])
    assert.deepEqual(
      (await scene.runs('a')).map((run) => run.seq),
      [1, 2, 3],
    )
  },
})

const manual = casesOf('enqueue', {
  'a run by hand is never skipped: it waits, over the bound of the queue too': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { maxQueue: 0 } })
    const running = await node.start('a')
    const asked = [await node.enqueue('a'), await node.enqueue('a')]
    assert.deepEqual(
      asked.map((run) => [run.state, run.slot]),
      [
        ['waiting', null],
        ['waiting', null],
      ],
    )
    await node.end(running)
    const { run } = await node.take()
    assert.equal(run.id, asked[0]?.id)
  },

  'a run by hand holds a slot like any other': async (scene) => {
    const node = await scene.node()
    await scene.add('a')
    const { slot } = await node.enqueue('a')
    assert.equal(slot, 0)
    assert.equal((await node.fire('a')).skipped[0]?.reason, 'overlap_skipped')
  },

  'a fire that replaces does not push out a run by hand': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'replace' } })
    await node.start('a')
    const { id } = await node.enqueue('a')
    await node.start('a')
    assert.equal((await scene.run(id)).state, 'waiting')
  },
})

export const enqueueCases: readonly StoreCase[] = [...enqueue, ...manual]
