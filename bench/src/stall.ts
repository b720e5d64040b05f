/** The longest time for which the event loop did not come round, in milliseconds. */
export class Stall {
  #last = performance.now()
  #longest = 0
  #watching = true

  constructor() {
    const turn = (): void => {
      const now = performance.now()
      this.#longest = Math.max(this.#longest, now - this.#last)
      this.#last = now
      if (this.#watching) setImmediate(turn)
    }
    setImmediate(turn)
  }

  /** Ends the watch. */
  longest(): number {
    this.#watching = false
    return this.#longest
  }
}
