/** So long a reading is taken for the present. */
const FRESH_MS = 1_000
/** So long a scrape waits for the stores; Prometheus itself waits 10 s. */
const PATIENCE_MS = 5_000

/** A reading of the stores that many may ask for: one at a time, and no more than one each second. */
export class StoreReading<T> {
  readonly #read: () => Promise<T>
  #going: Promise<T | null> | null = null
  #last: T | null = null
  #readAt = -Infinity

  constructor(read: () => Promise<T>) {
    this.#read = read
  }

  /** Null when the stores fail, or do not answer within 5 s. */
  async latest(): Promise<T | null> {
    if (performance.now() - this.#readAt < FRESH_MS) return this.#last
    this.#going ??= this.#begin()
    const { promise: late, resolve } = Promise.withResolvers<null>()
    const timer = setTimeout(() => resolve(null), PATIENCE_MS)
    return await Promise.race([this.#going, late]).finally(() => clearTimeout(timer))
  }

  async #begin(): Promise<T | null> {
    try {
      this.#last = await this.#read()
    } catch {
      // Told by a metric of its own, and by the scheduler's `store:error`; the next scrape asks again.
      this.#last = null
    }
    this.#readAt = performance.now()
    this.#going = null
    return this.#last
  }
}
