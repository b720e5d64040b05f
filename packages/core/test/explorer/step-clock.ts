import type { Clock } from '../../src/time/clock.ts'

interface Timer {
  readonly at: number
  readonly order: number
  readonly wake: () => void
}

/** Time that stands still until the explorer moves it; each node has its own timers on it. */
export class StepTime {
  now = Date.UTC(2026, 0, 5, 12)
  #order = 0
  readonly #timers = new Map<string, Set<Timer>>()

  clockOf(node: string): Clock {
    const timers = new Set<Timer>()
    this.#timers.set(node, timers)
    return {
      now: () => this.now,
      monotonic: () => this.now,
      setTimer: (delay, wake) => this.#set(timers, delay, wake),
    }
  }

  /** When the earliest timer of these nodes rings. */
  nextOf(nodes: readonly string[]): number | null {
    const all = nodes.flatMap((node) => [...(this.#timers.get(node) ?? [])])
    return all.length === 0 ? null : Math.min(...all.map((timer) => timer.at))
  }

  /** Moves on and rings what is due at these nodes, in order. */
  moveTo(instant: number, nodes: readonly string[]): void {
    this.now = Math.max(this.now, instant)
    for (const node of nodes) {
      const timers = this.#timers.get(node) ?? new Set<Timer>()
      const due = [...timers].filter((timer) => timer.at <= this.now)
      due.sort((a, b) => a.at - b.at || a.order - b.order)
      for (const timer of due) if (timers.delete(timer)) timer.wake()
    }
  }

  forget(node: string): void {
    this.#timers.get(node)?.clear()
  }

  #set(timers: Set<Timer>, delay: number, wake: () => void): () => void {
    if (delay <= 0) {
      const immediate = setImmediate(wake)
      return () => clearImmediate(immediate)
    }
    this.#order += 1
    const timer = { at: this.now + Math.ceil(delay), order: this.#order, wake }
    timers.add(timer)
    return () => timers.delete(timer)
  }
}
