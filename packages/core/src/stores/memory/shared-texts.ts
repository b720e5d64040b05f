const REMEMBERED = 1_000

/** Equal texts as one: a hundred thousand jobs often have a handful of triggers. */
export class SharedTexts {
  readonly #texts = new Map<string, string>()

  shared(text: string): string {
    const there = this.#texts.get(text)
    if (there !== undefined) return there
    if (this.#texts.size >= REMEMBERED) this.#texts.clear()
    this.#texts.set(text, text)
    return text
  }
}
