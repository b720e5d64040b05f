/** Goes round and round over a collection that changes, a few items at a time. */
export class Round<T> {
  readonly #begin: () => Iterator<T>
  #rest: Iterator<T>

  constructor(begin: () => Iterator<T>) {
    this.#begin = begin
    this.#rest = begin()
  }

  /** The next items, at most `count`; at the end of the collection it goes on at its beginning, once. */
  *next(count: number): Generator<T> {
    let ends = 0
    for (let given = 0; given < count;) {
      const step = this.#rest.next()
      if (step.done !== true) {
        given += 1
        yield step.value
        continue
      }
      ends += 1
      this.#rest = this.#begin()
      if (ends === 2) return
    }
  }
}
