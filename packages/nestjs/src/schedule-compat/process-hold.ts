/** So long that it does not ring while the process lives, and no longer than a timer can be. */
const NEVER = 2 ** 31 - 1

/** Keeps the process going while somebody holds it, as timers do that are not `unref`ed. */
export class ProcessHold {
  readonly #holders = new Set<object>()
  #timer: NodeJS.Timeout | null = null

  begin(): void {
    this.#timer = setInterval(() => {}, NEVER)
    this.#apply()
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  add(holder: object): void {
    this.#holders.add(holder)
    this.#apply()
  }

  delete(holder: object): void {
    this.#holders.delete(holder)
    this.#apply()
  }

  #apply(): void {
    if (this.#holders.size > 0) this.#timer?.ref()
    else this.#timer?.unref()
  }
}
