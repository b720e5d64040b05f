import type { RunRow } from '../../store/rows.ts'
import type { RunPatch } from '../../store/tables.ts'
import { EndedRuns } from './ended-runs.ts'
import type { Journal } from './journal.ts'
import type { Ledgers } from './ledgers.ts'
import { OwnedRuns } from './owned-runs.ts'
import { ReadyRuns } from './ready-runs.ts'
import { RunCell, type RunLedger } from './run-cell.ts'
import { RunLog } from './run-log.ts'

/** After so many runs of a job it is looked whether it keeps too many. */
const LOOKED_EVERY = 32

/** The runs, and by whom and where they are looked for. */
export class RunTable {
  readonly log: RunLog = new RunLog()
  readonly ready: ReadyRuns = new ReadyRuns()
  readonly owned: OwnedRuns = new OwnedRuns()
  readonly ended: EndedRuns = new EndedRuns()
  readonly #journal: Journal
  readonly #ledgers: Ledgers
  readonly #cells = new Map<string, RunCell>()
  #serial = 0
  #latest: RunCell | null = null
  #endedIn: RunLedger[] = []

  constructor(journal: Journal, ledgers: Ledgers) {
    this.#journal = journal
    this.#ledgers = ledgers
  }

  cell(id: string): RunCell | null {
    const cell = this.#cells.get(id) ?? null
    this.#latest = cell
    return cell
  }

  insert(row: RunRow): void {
    this.#serial += 1
    const cell = new RunCell(row, this.#serial, this.#ledgers.of(row.jobId))
    cell.savedIn = this.#journal.step
    this.log.add(cell)
    this.#put(cell)
    this.#journal.add(() => this.#take(cell))
  }

  update(row: RunRow, patch: RunPatch): void {
    const cell = this.#cellOf(row)
    this.#save(cell)
    Object.assign(row, patch)
    this.#index(cell)
  }

  delete(row: RunRow): void {
    const cell = this.#cellOf(row)
    this.#take(cell)
    this.#journal.add(() => {
      this.log.lost(-1)
      this.#put(cell)
    })
  }

  /** The ledgers in which runs have ended since it was asked last. */
  takeEnded(): readonly RunLedger[] {
    const ledgers = this.#endedIn
    if (ledgers.length > 0) this.#endedIn = []
    return ledgers
  }

  /** Mostly that of the row that was looked up last. */
  #cellOf(row: RunRow): RunCell {
    if (this.#latest?.row !== row) this.#latest = this.#cells.get(row.id)!
    return this.#latest
  }

  #save(cell: RunCell): void {
    if (cell.savedIn === this.#journal.step) return
    cell.savedIn = this.#journal.step
    const before = { ...cell.row }
    this.#journal.add(() => {
      Object.assign(cell.row, before)
      this.#index(cell)
    })
  }

  #put(cell: RunCell): void {
    cell.kept = true
    this.#cells.set(cell.row.id, cell)
    cell.ledger.addRun(cell)
    this.#index(cell)
  }

  #take(cell: RunCell): void {
    cell.kept = false
    this.#cells.delete(cell.row.id)
    this.#latest = null
    this.log.lost(1)
    this.ready.remove(cell)
    this.owned.move(cell, null)
    this.ended.remove(cell)
    this.#setLive(cell, false)
    this.#setWaiting(cell, false)
    cell.ledger.removeRun(cell)
  }

  #index(cell: RunCell): void {
    const { state, owner } = cell.row
    const live = state === 'running' || state === 'pending' || state === 'waiting'
    this.#setLive(cell, live)
    this.#setWaiting(cell, state === 'waiting')
    this.owned.move(cell, owner)
    this.ready.place(cell)
    if (live) this.ended.remove(cell)
    else if (!cell.ended) {
      this.ended.add(cell)
      if (cell.ledger.runs.length % LOOKED_EVERY === 0) this.#endedIn.push(cell.ledger)
    }
  }

  #setLive(cell: RunCell, live: boolean): void {
    if (cell.live === live) return
    cell.live = live
    if (live) cell.ledger.addLive(cell)
    else cell.ledger.removeLive(cell)
  }

  #setWaiting(cell: RunCell, waiting: boolean): void {
    if (cell.waiting === waiting) return
    cell.waiting = waiting
    this.#ledgers.waits(cell.ledger, waiting ? 1 : -1)
  }
}
