/**
 * How much is sent to a store at once: a quarter after each failure, so that one thing that the store cannot take does not
 * keep all others from it, and back to the most as calls succeed.
 */
export class BatchSize {
  readonly #most: number
  #size: number

  constructor(most: number) {
    this.#most = most
    this.#size = most
  }

  get size(): number {
    return this.#size
  }

  /** Whether failures left one thing at a time. */
  get isLeast(): boolean {
    return this.#size === 1
  }

  failed(): void {
    this.#size = Math.max(1, Math.floor(this.#size / 4))
  }

  succeeded(): void {
    if (this.#size < this.#most) this.#size = Math.min(this.#most, this.#size * 4)
  }
}
