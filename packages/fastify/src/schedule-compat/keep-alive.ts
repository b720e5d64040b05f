/** The longest time for which a timer can be set. */
const LONGEST = 2_147_483_647

/** Keeps the process alive as long as anybody holds it. */
export class KeepAlive {
  readonly #holders = new Set<object>()
  #timer: NodeJS.Timeout | null = null

  set(holder: object, holds: boolean): void {
    if (holds) this.#holders.add(holder)
    else this.#holders.delete(holder)
    if (this.#holders.size > 0) {
      this.#timer ??= setInterval(() => {}, LONGEST)
    } else if (this.#timer !== null) {
      clearInterval(this.#timer)
      this.#timer = null
    }
  }
}
