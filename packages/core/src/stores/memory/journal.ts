/** What a step wrote, so that it can be taken back when the step fails. */
export class Journal {
  #step = 1
  #undo: (() => void)[] = []

  /** The number of the step: a row that was saved in it is not saved again. */
  get step(): number {
    return this.#step
  }

  add(undo: () => void): void {
    this.#undo.push(undo)
  }

  commit(): void {
    this.#step += 1
    if (this.#undo.length > 0) this.#undo = []
  }

  /** Takes everything back, the last first. */
  rollback(): void {
    for (const undo of this.#undo.reverse()) undo()
    this.commit()
  }
}
