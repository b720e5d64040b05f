import type { RunCell } from './run-cell.ts'

/** The running runs by the session that owns them. */
export class OwnedRuns {
  readonly #sessions = new Map<string, RunCell[]>()

  of(session: string): readonly RunCell[] {
    return this.#sessions.get(session) ?? []
  }

  /** Moves a run to another owner, or to none. */
  move(cell: RunCell, owner: string | null): void {
    if (cell.owner === owner) return
    if (cell.owner !== null) this.#remove(cell, cell.owner)
    cell.owner = owner
    if (owner === null) return
    const cells = this.#sessions.get(owner)
    if (cells === undefined) {
      this.#sessions.set(owner, [cell])
      cell.ownedPlace = 0
    } else cell.ownedPlace = cells.push(cell) - 1
  }

  /** The last one takes its place. */
  #remove(cell: RunCell, owner: string): void {
    const cells = this.#sessions.get(owner)!
    const last = cells.pop()!
    if (last !== cell) {
      cells[cell.ownedPlace] = last
      last.ownedPlace = cell.ownedPlace
    }
    cell.ownedPlace = -1
    if (cells.length === 0) this.#sessions.delete(owner)
  }
}
