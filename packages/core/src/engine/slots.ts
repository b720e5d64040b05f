/** The free slots of this node's executors, shared by all its stores. */
export class Slots {
  readonly #free = new Map<string, number>()
  #onFreed: () => void = () => {}

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

  take(alias: string): boolean {
    const free = this.free(alias)
    if (free <= 0) return false
    this.#free.set(alias, free - 1)
    return true
  }

  give(alias: string): void {
    this.#free.set(alias, this.free(alias) + 1)
    this.#onFreed()
  }

  onFreed(listener: () => void): void {
    this.#onFreed = listener
  }
}
