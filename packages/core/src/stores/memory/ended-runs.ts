import type { RunCell } from './run-cell.ts'

/** The ended runs of all jobs in the order of their ends, so that the oldest can go when there are too many. */
export class EndedRuns {
  #oldest: RunCell | null = null
  #newest: RunCell | null = null
  #size = 0

  get size(): number {
    return this.#size
  }

  get oldest(): RunCell | null {
    return this.#oldest
  }

  add(cell: RunCell): void {
    if (cell.ended) return
    cell.ended = true
    cell.endedBefore = this.#newest
    if (this.#newest === null) this.#oldest = cell
    else this.#newest.endedAfter = cell
    this.#newest = cell
    this.#size += 1
  }

  remove(cell: RunCell): void {
    if (!cell.ended) return
    const { endedBefore, endedAfter } = cell
    if (endedBefore === null) this.#oldest = endedAfter
    else endedBefore.endedAfter = endedAfter
    if (endedAfter === null) this.#newest = endedBefore
    else endedAfter.endedBefore = endedBefore
    cell.ended = false
    cell.endedBefore = null
    cell.endedAfter = null
    this.#size -= 1
  }
}
