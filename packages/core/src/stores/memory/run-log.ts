import type { RunCell } from './run-cell.ts'

/** All runs in the order of their creation; those that are gone leave holes until there are too many. */
export class RunLog {
  #cells: RunCell[] = []
  #holes = 0

  add(cell: RunCell): void {
    this.#cells.push(cell)
  }

  /** A run of the log is no longer kept, or kept again. */
  lost(count: 1 | -1): void {
    this.#holes += count
  }

  /** Closes the holes when every second place is one. */
  compact(): void {
    if (this.#holes < 1_000 || this.#holes * 2 < this.#cells.length) return
    this.#cells = this.#cells.filter((cell) => cell.kept)
    this.#holes = 0
  }

  /** The runs before a serial number, the newest first. */
  *newestBefore(serial: number): Generator<RunCell> {
    for (let place = this.#placeOf(serial) - 1; place >= 0; place -= 1) {
      const cell = this.#cells[place]!
      if (cell.kept) yield cell
    }
  }

  /** The first place whose serial number is not below this one. */
  #placeOf(serial: number): number {
    let low = 0
    let high = this.#cells.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#cells[middle]!.serial < serial) low = middle + 1
      else high = middle
    }
    return low
  }
}
