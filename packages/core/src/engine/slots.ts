/** The free slots of this node's executors, shared by all its stores. */
export class Slots {
  readonly #free = new Map<string, number>()
  #onFreed: (alias: string) => void = () => {}

  constructor(sizes: ReadonlyMap<string, number>) {
    for (const [alias, size] of sizes) this.#free.set(alias, size)
  }

  free(alias: string): number {
    return this.#free.get(alias) ?? 0
  }

  /** All free slots together. */
  total(): number {
    let total = 0
    for (const free of this.#free.values()) total += free
    return total
  }

  /** Whether any slot is free. */
  get any(): boolean {
    return this.total() > 0
  }

  take(alias: string): boolean {
    const free = this.free(alias)
    if (free <= 0) return false
    this.#free.set(alias, free - 1)
    return true
  }

  /** Takes what is free, at most `most`; gives how many that were. */
  takeUpTo(alias: string, most: number): number {
    const free = this.free(alias)
    const taken = Math.max(0, Math.min(free, most))
    if (taken > 0) this.#free.set(alias, free - taken)
    return taken
  }

  give(alias: string, count: number = 1): void {
    if (count === 0) return
    this.#free.set(alias, this.free(alias) + count)
    this.#onFreed(alias)
  }

  onFreed(listener: (alias: string) => void): void {
    this.#onFreed = listener
  }
}
