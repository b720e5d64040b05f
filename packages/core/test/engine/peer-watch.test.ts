import { expect, test } from 'vitest'
import { PeerWatch } from '../../src/engine/peer-watch.ts'
import type { Peer } from '../../src/store/store-messages.ts'

const LEASE = 30_000

function peer(session: string, beat: number, gone: boolean = false): Peer {
  return { session, name: session, beat, app: null, publishes: true, gone }
}

/** Observes every 3 s; gives when which session was found dead. */
function watched(
  until: number,
  peersAt: (now: number) => readonly Peer[],
  from: number = 0,
): string[] {
  const watch = new PeerWatch(LEASE)
  const found: string[] = []
  for (let now = from; now <= until; now += 3_000) {
    for (const { session } of watch.observe(peersAt(now), now)) found.push(`${session}@${now}`)
  }
  return found
}

test('a session that goes on beating is never found dead', () => {
  expect(watched(90_000, (now) => [peer('a', now / 3_000)])).toEqual([])
})

test('a session is dead when its beat did not move for a whole lease', () => {
  const dies = (now: number): Peer[] => [
    peer('a', Math.min(now, 6_000) / 3_000),
    peer('b', now / 3_000),
  ]
  expect(watched(36_000, dies)).toEqual(['a@36000'])
  expect(watched(33_000, dies)).toEqual([])
})

test('what was seen before counts from the first sight, not from the start of the silence', () => {
  expect(watched(60_000, () => [peer('old', 7)], 21_000)).toEqual([
    'old@51000',
    'old@54000',
    'old@57000',
    'old@60000',
  ])
})

test('a session whose process is gone is dead at once', () => {
  expect(watched(0, () => [peer('a', 1, true), peer('b', 1)])).toEqual(['a@0'])
})

test('whoever was silent for more than half a lease judges nobody by what it saw before', () => {
  const watch = new PeerWatch(LEASE)
  watch.observe([peer('a', 1)], 0)
  watch.observe([peer('a', 1)], 14_000)
  expect(watch.observe([peer('a', 1)], 31_000)).toEqual([])
  expect(watch.observe([peer('a', 1)], 46_000)).toEqual([])
  expect(watch.observe([peer('a', 1)], 61_000)).toHaveLength(1)
})

test('a session that comes back under the same name is another session', () => {
  const watch = new PeerWatch(LEASE)
  for (let now = 0; now <= 27_000; now += 9_000) watch.observe([peer('a', 1)], now)
  expect(watch.observe([peer('b', 1)], 36_000)).toEqual([])
})
