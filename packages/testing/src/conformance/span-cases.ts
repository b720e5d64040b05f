import assert from 'node:assert/strict'
import { DAY, HOUR, MINUTE } from './sample-job.ts'
import { casesOf, type StoreCase } from './store-case.ts'

export const spanCases: readonly StoreCase[] = casesOf('span', {
  'instants that do not run are one span as long as reason and cause are equal': async (scene) => {
    const node = await scene.node()
    const { nextAt } = await scene.add('a')
    const at = (n: number): number => nextAt! + n * MINUTE
    const skip = (n: number, reason: 'coalesced' | 'misfire_grace_exceeded') =>
      node.fire('a', { fires: [], spans: [{ first: at(n), last: at(n), reason }] })
    await skip(0, 'coalesced')
    await skip(1, 'coalesced')
    await skip(2, 'misfire_grace_exceeded')
    await skip(3, 'coalesced')
    const stored = (await scene.spans('a')).map((span) => [span.reason, span.first, span.last])
    assert.deepEqual(stored, [
      ['coalesced', at(0), at(1)],
      ['misfire_grace_exceeded', at(2), at(2)],
      ['coalesced', at(3), at(3)],
    ])
    assert.deepEqual(await scene.runs('a'), [])
  },

  'a run between two spans of one reason keeps them apart': async (scene) => {
    const node = await scene.node()
    const { nextAt } = await scene.add('a')
    const spanAt = (n: number) => {
      const at = nextAt! + n * MINUTE
      return [{ first: at, last: at, reason: 'coalesced' }] as const
    }
    await node.fire('a', { fires: [], spans: spanAt(0) })
    await node.end(await node.start('a'))
    await node.fire('a', { fires: [], spans: spanAt(2) })
    const stored = (await scene.spans('a')).map((span) => span.first)
    assert.deepEqual(stored, [nextAt, nextAt! + 2 * MINUTE])
  },

  'a long outage is one span, whatever it holds': async (scene) => {
    const node = await scene.node()
    const { nextAt } = await scene.add('a', { nextAt: scene.now + 1_000 })
    scene.pass(DAY)
    const last = scene.now - HOUR
    const span = { first: nextAt!, last, reason: 'missed_in_outage' } as const
    await node.fire('a', {
      fires: [{ at: scene.now, own: true, startDeadline: null, missed: 1_000, catchUp: false }],
      ...{ spans: [span], next: scene.now + 1_000 },
    })
    const [stored] = await scene.spans('a')
    assert.deepEqual([stored?.first, stored?.last, stored?.cause], [nextAt, last, null])
    assert.equal((await scene.job('a')).high, scene.now)
  },
})
