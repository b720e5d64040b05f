import assert from 'node:assert/strict'
import { following, HOUR } from './sample-job.ts'
import { casesOf, type StoreCase } from './store-case.ts'

export const idCases: readonly StoreCase[] = casesOf('ids', {
  "the run of a fire is named after its job's incarnation and its instant": async (scene) => {
    const node = await scene.node()
    const { inc, nextAt } = await scene.add('a')
    const { runId } = await node.start('a')
    assert.equal(runId, `${inc}.f${nextAt!.toString(36)}`)
    const { id } = await node.enqueue('a', { key: 'mine' })
    assert.equal(id, `${inc}.mine`)
    const { inc: child } = await scene.add('b', following(['a']))
    await node.end({ runId, token: (await scene.run(runId)).token })
    assert.ok((await scene.runs('b'))[0]?.id.startsWith(`${child}.a`))
  },

  'a job that is added again fires the same instants again': async (scene) => {
    const node = await scene.node()
    const { nextAt } = await scene.add('a', { nextAt: scene.now + 1 })
    const first = await node.start('a')
    await node.end(first)
    await scene.remove('a')
    await scene.add('a', { nextAt })
    const second = await node.start('a')
    assert.notEqual(second.runId, first.runId)
    assert.equal(second.fireAt, first.fireAt)
    assert.equal((await scene.run(first.runId)).state, 'succeeded')
  },

  'a publish for the job that was there before is stale': async (scene) => {
    const node = await scene.node()
    const before = await scene.add('a')
    await scene.remove('a')
    const { version } = await scene.add('a')
    scene.pass(HOUR)
    const [answer] = await node.publish([node.advance({ ...before, version })])
    assert.equal(answer?.result, 'stale')
  },

  'ids are compared byte by byte': async (scene) => {
    const alike = ['job', 'Job', 'JOB', 'e\u0301', '\u00e9', 'ss', 'ß', 'job1', 'job01', 'ｊob']
    for (const id of alike) await scene.add(id, { input: JSON.stringify(id) })
    for (const id of alike) assert.equal((await scene.job(id)).input, JSON.stringify(id))
    await scene.remove('JOB')
    assert.equal((await scene.job('job')).id, 'job')
  },

  'any text can be an id': async (scene) => {
    const node = await scene.node()
    const odd = ["it's; DROP TABLE jobs", '"$ne"', '{}', '😀'.repeat(50), '$where', 'a.b:c', 'null']
    for (const id of odd) {
      await scene.add(id)
      const run = await node.start(id)
      assert.equal((await node.end(run)).result, 'accepted')
      assert.deepEqual(await scene.states(id), ['succeeded'])
    }
  },

  'inputs and results come back as they were stored': async (scene) => {
    const node = await scene.node()
    const text = JSON.stringify({
      quote: '"\'\\',
      zero: 'a\u0000b',
      far: '😀\u2028',
      long: 'x'.repeat(70_000),
    })
    await scene.add('a', { input: text })
    const run = await node.start('a')
    await node.end(run, { end: 'succeeded', result: text })
    assert.equal((await scene.job('a')).input, text)
    assert.equal((await scene.run(run.runId)).result, text)
  },
})
