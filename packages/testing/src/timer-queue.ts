import type { Millis } from '@punctual/core/testing'

/** A timer of the virtual clock. */
export interface VirtualTimer {
  deadline: Millis
  /** When it was armed. */
  readonly armed: Millis
  /** Position in the order of arming. */
  readonly order: number
  readonly wake: () => void
  cancelled: boolean
}

/** Armed timers by deadline, those of one deadline in the order of arming: a binary heap that drops cancelled ones late. */
export class TimerQueue {
  #heap: VirtualTimer[] = []
  #cancelled = 0

  push(timer: VirtualTimer): void {
    this.#heap.push(timer)
    this.#rise(this.#heap.length - 1)
  }

  cancel(timer: VirtualTimer): void {
    if (timer.cancelled) return
    timer.cancelled = true
    this.#cancelled += 1
    if (this.#cancelled > 1_000 && this.#cancelled * 2 > this.#heap.length) this.reorder(() => {})
  }

  /** The first timer, when its deadline is not after `until`; it is no longer armed. */
  take(until: Millis): VirtualTimer | null {
    for (;;) {
      const first = this.#heap[0]
      if (first === undefined || first.deadline > until) return null
      this.#pop()
      if (!first.cancelled) {
        // A cancel that comes after the ring has nothing left to count.
        first.cancelled = true
        return first
      }
      this.#cancelled -= 1
    }
  }

  /** Changes timers in place and puts them in order again. */
  reorder(change: (timer: VirtualTimer) => void): void {
    this.#heap = this.#heap.filter((timer) => !timer.cancelled)
    this.#cancelled = 0
    this.#heap.forEach(change)
    // A sorted list is a heap.
    this.#heap.sort((a, b) => (before(a, b) ? -1 : 1))
  }

  #pop(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#sink(0)
  }

  #rise(from: number): void {
    const heap = this.#heap
    const timer = heap[from]!
    let at = from
    while (at > 0) {
      const up = (at - 1) >> 1
      const parent = heap[up]!
      if (!before(timer, parent)) break
      heap[at] = parent
      at = up
    }
    heap[at] = timer
  }

  #sink(from: number): void {
    const heap = this.#heap
    const timer = heap[from]!
    let at = from
    for (;;) {
      const left = at * 2 + 1
      if (left >= heap.length) break
      const right = left + 1
      const down = right < heap.length && before(heap[right]!, heap[left]!) ? right : left
      const child = heap[down]!
      if (!before(child, timer)) break
      heap[at] = child
      at = down
    }
    heap[at] = timer
  }
}

function before(a: VirtualTimer, b: VirtualTimer): boolean {
  return a.deadline < b.deadline || (a.deadline === b.deadline && a.order < b.order)
}
