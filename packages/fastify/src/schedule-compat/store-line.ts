/** Changes of the store, one after the other, in the order in which they were asked for. Nobody waits for them. */
export class StoreLine {
  readonly #failed: (error: unknown) => void
  #last: Promise<void> = Promise.resolve()
  #closed = false

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed
  }

  push(change: () => Promise<unknown>): void {
    this.#last = this.#last.then(() => this.#tried(change))
  }

  /** The store goes: what is still in line has no meaning any more. */
  close(): void {
    this.#closed = true
  }

  async #tried(change: () => Promise<unknown>): Promise<void> {
    if (this.#closed) return
    try {
      await change()
    } catch (error) {
      // Being closed meanwhile is no failure.
      if (!this.#closed) this.#failed(error)
    }
  }
}
