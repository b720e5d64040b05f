import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Homes } from '../../src/engine/homes.ts'
import type { Peer } from '../../src/store/store-messages.ts'
import { jobRow } from './job-row.ts'

const NOW = 1_800_000_000_000
const sessions = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 6 })
const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 30 })

function peer(session: string, some: Partial<Peer> = {}): Peer {
  return { session, name: session, beat: 1, app: null, publishes: true, gone: false, ...some }
}

/** What a node takes of jobs that are due since so many milliseconds. */
function taken(me: string, peers: readonly Peer[], due: readonly string[], late = 0): string[] {
  const homes = new Homes()
  homes.begin(me, 0.5)
  homes.learn(me, peers, null)
  const rows = due.map((id) => jobRow({ id, nextAt: NOW - late }))
  return homes.mine(rows, NOW).rows.map(({ id }) => id)
}

function others(all: readonly string[], me: string): readonly Peer[] {
  return all.filter((session) => session !== me).map((session) => peer(session))
}

test('each job that is due has one home among the nodes', () => {
  fc.assert(
    fc.property(sessions, ids, (all, due) => {
      const shares = all.map((me) => taken(me, others(all, me), due))
      expect(shares.flat().toSorted()).toEqual(due.toSorted())
    }),
  )
})

test('a node that goes leaves its jobs to the others, and theirs stay where they are', () => {
  fc.assert(
    fc.property(sessions, ids, (all, due) => {
      fc.pre(all.length > 1)
      const left = all.slice(1)
      for (const me of left) {
        const before = taken(me, others(all, me), due)
        expect(taken(me, others(left, me), due)).toEqual(expect.arrayContaining(before))
      }
    }),
  )
})

test('jobs are shared out about evenly', () => {
  const all = ['a', 'b', 'c']
  const due = Array.from({ length: 3_000 }, (_, at) => `job/${at}`)
  for (const me of all) {
    const share = taken(me, others(all, me), due).length
    expect(share).toBeGreaterThan(800)
    expect(share).toBeLessThan(1_200)
  }
})

test('a job whose home is late is anybody’s after a head start that differs from node to node', () => {
  const due = Array.from({ length: 50 }, (_, at) => `job/${at}`)
  expect(taken('a', others(['a', 'b'], 'a'), due, 74).length).toBeLessThan(50)
  expect(taken('a', others(['a', 'b'], 'a'), due, 75)).toEqual(due)
  const homes = new Homes()
  homes.begin('a', 0)
  homes.learn('a', [peer('b')], null)
  const rows = due.map((id) => jobRow({ id, nextAt: NOW - 20 }))
  expect(homes.mine(rows, NOW).nextIn).toBe(30)
})

test('whoever does not publish, serves another app or is gone is nobody’s home', () => {
  const due = Array.from({ length: 50 }, (_, at) => `job/${at}`)
  const strangers = [
    peer('b', { publishes: false }),
    peer('c', { app: 'other' }),
    peer('d', { gone: true }),
  ]
  expect(taken('a', strangers, due)).toEqual(due)
})
