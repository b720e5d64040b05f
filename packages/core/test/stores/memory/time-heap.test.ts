import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TimeHeap } from '../../../src/stores/memory/time-heap.ts'

interface Item {
  readonly name: number
  place: number
}

type Move =
  | { readonly kind: 'push'; readonly name: number; readonly at: number; readonly rank: number }
  | { readonly kind: 'remove'; readonly name: number }

const names = fc.integer({ min: 0, max: 40 })
const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('push' as const),
      name: names,
      at: fc.integer({ min: 0, max: 12 }),
      rank: fc.constant(0),
    }),
    fc.record({ kind: fc.constant('remove' as const), name: names }),
  ),
  { maxLength: 200 },
)

/** A queue beside a plain list that is asked the same. */
class Pair {
  readonly heap: TimeHeap<Item> = new TimeHeap()
  readonly list: Map<Item, number> = new Map()
  readonly #items: Item[] = Array.from({ length: 41 }, (_, name) => ({ name, place: -1 }))

  play(move: Move): void {
    const item = this.#items[move.name]!
    if (move.kind === 'push') {
      this.heap.push(item, move.at, move.rank)
      this.list.set(item, move.at)
    } else {
      this.heap.remove(item)
      this.list.delete(item)
    }
  }

  ats(until: number): number[] {
    return [...this.list.values()].filter((at) => at <= until).toSorted((a, b) => a - b)
  }
}

test('whatever is pushed, moved and removed, what is due comes earliest first and stays in', () => {
  fc.assert(
    fc.property(
      moves,
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 45 }),
      (all, until, limit) => {
        const pair = new Pair()
        for (const move of all) pair.play(move)
        const due = pair.heap.due(until, limit)
        expect(due.map((item) => pair.list.get(item))).toEqual(pair.ats(until).slice(0, limit))
        expect(new Set(due).size).toBe(due.length)
        expect(pair.heap.size).toBe(pair.list.size)
      },
    ),
  )
})

test('the head is the earliest of all, or the earliest after an instant', () => {
  fc.assert(
    fc.property(moves, fc.integer({ min: -1, max: 13 }), (all, after) => {
      const pair = new Pair()
      for (const move of all) pair.play(move)
      const ats = pair.ats(Infinity)
      expect(pair.heap.head()).toBe(ats[0] ?? null)
      expect(pair.heap.head(after)).toBe(ats.find((at) => at > after) ?? null)
    }),
  )
})

test('taken out one by one, the items come in order', () => {
  fc.assert(
    fc.property(moves, (all) => {
      const pair = new Pair()
      for (const move of all) pair.play(move)
      const taken: number[] = []
      for (
        let [item] = pair.heap.due(Infinity, 1);
        item !== undefined;
        [item] = pair.heap.due(Infinity, 1)
      ) {
        taken.push(pair.list.get(item)!)
        pair.heap.remove(item)
        expect(item.place).toBe(-1)
      }
      expect(taken).toEqual(pair.ats(Infinity))
    }),
  )
})

test('of equal instants the lower rank comes first', () => {
  const heap = new TimeHeap<Item>()
  for (const name of [4, 1, 3, 0, 2]) heap.push({ name, place: -1 }, 7, name)
  expect(heap.due(7, 9).map((item) => item.name)).toEqual([0, 1, 2, 3, 4])
})

test('a cleared queue is empty, and its items can be pushed again', () => {
  const heap = new TimeHeap<Item>()
  const item = { name: 1, place: -1 }
  heap.push(item, 7)
  heap.clear()
  expect([heap.size, heap.head(), heap.due(9, 9), item.place]).toEqual([0, null, [], -1])
  heap.push(item, 8)
  expect(heap.head()).toBe(8)
})
