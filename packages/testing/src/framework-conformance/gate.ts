/** Holds who comes through until it is opened. */
export class Gate {
  readonly #opening = Promise.withResolvers<void>()
  readonly #arrival = Promise.withResolvers<void>()
  #arrived = 0

  /** How many came, held or not. */
  get arrived(): number {
    return this.#arrived
  }

  /** Resolves when somebody has come. */
  get reached(): Promise<void> {
    return this.#arrival.promise
  }

  /** Comes to the gate, and resolves when it is open. */
  async pass(): Promise<void> {
    this.#arrived += 1
    this.#arrival.resolve()
    await this.#opening.promise
  }

  open(): void {
    this.#opening.resolve()
  }
}
