/** The keys and arguments of a call of a script: every key that it touches is named, each once, as Redis Cluster wants it. */
export class Call {
  readonly keys: string[] = []
  readonly args: string[] = []
  readonly #prefix: string
  readonly #places = new Map<string, string>()

  /** `prefix` is that of the names of all keys. */
  constructor(prefix: string) {
    this.#prefix = prefix
  }

  /** Where in KEYS the key of this name stands. */
  key(name: string): string {
    const known = this.#places.get(name)
    if (known !== undefined) return known
    const place = String(this.keys.push(`${this.#prefix}${name}`))
    this.#places.set(name, place)
    return place
  }

  add(...args: readonly (string | number)[]): void {
    for (const arg of args) this.args.push(String(arg))
  }
}
