/** Work that waits for its turn, and the promise that it was given. */
interface Waiting<T> {
  readonly item: T
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

/** What became of one piece of work. */
export type Settled =
  | { readonly result: unknown; readonly error?: never }
  | { readonly error: unknown; readonly result?: never }

/** Pieces of work that are done together, at most. */
const TOGETHER = 32

/**
 * Does the work of this process one after the other, because it would only overtake itself. What came in while one was done
 * is done together next: a step costs the same round trips for one piece of work as for thirty.
 */
export class StepLine<T> {
  readonly #perform: (items: readonly T[]) => Promise<readonly Settled[]>
  #waiting: Waiting<T>[] = []
  #running: Promise<void> | null = null

  constructor(perform: (items: readonly T[]) => Promise<readonly Settled[]>) {
    this.#perform = perform
  }

  add(item: T): Promise<unknown> {
    const done = new Promise<unknown>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
    })
    this.#running ??= this.#run()
    return done
  }

  /** When nothing is left to do. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  async #run(): Promise<void> {
    // The calls of one turn of the event loop go together.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, TOGETHER)
      await this.#settle(batch)
    }
    this.#running = null
  }

  async #settle(batch: readonly Waiting<T>[]): Promise<void> {
    try {
      const settled = await this.#perform(batch.map(({ item }) => item))
      for (const [index, { resolve, reject }] of batch.entries()) {
        const end = settled[index]
        if (end === undefined || 'error' in end) reject(end?.error)
        else resolve(end.result)
      }
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
}
