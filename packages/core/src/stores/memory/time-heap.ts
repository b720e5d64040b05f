import type { EpochMs } from '../../time/epoch.ts'
import type { Queued, TimeQueue } from './time-queue.ts'

/** A heap with four children to a node, which knows where each item stands; the instants lie side by side in memory. */
export class TimeHeap<T extends Queued> implements TimeQueue<T> {
  readonly #ats: EpochMs[] = []
  readonly #ranks: number[] = []
  readonly #items: T[] = []

  get size(): number {
    return this.#items.length
  }

  push(item: T, at: EpochMs, rank = 0): void {
    const { place } = item
    if (place === -1) {
      this.#rise(this.#items.length, item, at, rank)
      return
    }
    const before = this.#ats[place]!
    if (before === at) return
    if (at < before) this.#rise(place, item, at, rank)
    else this.#sink(place, item, at, rank)
  }

  remove(item: T): void {
    const { place } = item
    if (place === -1) return
    item.place = -1
    const last = this.#items.pop()!
    const at = this.#ats.pop()!
    const rank = this.#ranks.pop()!
    if (last === item) return
    if (this.#isBefore(at, rank, (place - 1) >> 2)) this.#rise(place, last, at, rank)
    else this.#sink(place, last, at, rank)
  }

  /** Looks from the root downwards, always at the earliest item that is open. */
  due(until: EpochMs, limit: number): T[] {
    const found: T[] = []
    const open = this.#isDue(0, until) ? [0] : []
    while (found.length < limit && open.length > 0) {
      const place = open.pop()!
      found.push(this.#items[place]!)
      for (let child = 4 * place + 1; child <= 4 * place + 4; child += 1) {
        if (this.#isDue(child, until)) open.splice(this.#rankIn(open, child), 0, child)
      }
    }
    return found
  }

  head(after: EpochMs = -Infinity): EpochMs | null {
    let earliest: EpochMs | null = null
    const places = [0]
    for (let place = places.pop(); place !== undefined; place = places.pop()) {
      const at = this.#ats[place]
      if (at === undefined) continue
      if (at > after) earliest = earliest === null || at < earliest ? at : earliest
      else places.push(4 * place + 1, 4 * place + 2, 4 * place + 3, 4 * place + 4)
    }
    return earliest
  }

  clear(): void {
    for (const item of this.#items) item.place = -1
    this.#items.length = 0
    this.#ats.length = 0
    this.#ranks.length = 0
  }

  #isDue(place: number, until: EpochMs): boolean {
    return place < this.#ats.length && this.#ats[place]! <= until
  }

  /** Where a place belongs in a list whose last is the earliest; before none that is equal, so that a herd costs nothing. */
  #rankIn(open: readonly number[], place: number): number {
    const at = this.#ats[place]!
    const rank = this.#ranks[place]!
    let low = 0
    let high = open.length
    if (high === 0 || !this.#isAfter(at, rank, open[high - 1]!)) return high
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#isAfter(at, rank, open[middle]!)) high = middle
      else low = middle + 1
    }
    return low
  }

  /** Moves an item up from a place until its parent is not after it. */
  #rise(from: number, item: T, at: EpochMs, rank: number): void {
    let place = from
    while (place > 0) {
      const parent = (place - 1) >> 2
      if (!this.#isBefore(at, rank, parent)) break
      this.#set(place, this.#items[parent]!, this.#ats[parent]!, this.#ranks[parent]!)
      place = parent
    }
    this.#set(place, item, at, rank)
  }

  /** Moves an item down from a place until no child is before it. */
  #sink(from: number, item: T, at: EpochMs, rank: number): void {
    let place = from
    for (;;) {
      const child = this.#firstChild(place)
      if (child === -1 || !this.#isAfter(at, rank, child)) break
      this.#set(place, this.#items[child]!, this.#ats[child]!, this.#ranks[child]!)
      place = child
    }
    this.#set(place, item, at, rank)
  }

  #firstChild(place: number): number {
    const from = 4 * place + 1
    const until = Math.min(from + 4, this.#items.length)
    let first = from < until ? from : -1
    for (let child = from + 1; child < until; child += 1) {
      if (this.#isBefore(this.#ats[child]!, this.#ranks[child]!, first)) first = child
    }
    return first
  }

  #isBefore(at: EpochMs, rank: number, place: number): boolean {
    const other = this.#ats[place]!
    return at < other || (at === other && rank < this.#ranks[place]!)
  }

  #isAfter(at: EpochMs, rank: number, place: number): boolean {
    const other = this.#ats[place]!
    return at > other || (at === other && rank > this.#ranks[place]!)
  }

  #set(place: number, item: T, at: EpochMs, rank: number): void {
    this.#items[place] = item
    this.#ats[place] = at
    this.#ranks[place] = rank
    item.place = place
  }
}
