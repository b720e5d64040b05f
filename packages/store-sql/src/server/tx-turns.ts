/** Lets the steps of one transaction of the application take turns: its connection does one thing at a time. */
export class TxTurns {
  readonly #last = new WeakMap<object, Promise<unknown>>()

  inTurn<T>(tx: object, step: () => Promise<T>): Promise<T> {
    const before = this.#last.get(tx) ?? Promise.resolve()
    const turn = before.then(step)
    this.#last.set(
      tx,
      turn.catch(() => {}),
    )
    return turn
  }
}
