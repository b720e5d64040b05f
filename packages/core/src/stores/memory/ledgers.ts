import type { RunRow, SpanRow } from '../../store/rows.ts'
import { JobLedger } from './job-ledger.ts'
import type { Journal } from './journal.ts'
import type { RunCell, RunLedger } from './run-cell.ts'

const NONE: readonly RunRow[] = []

/** What went from one ledger to another. */
export interface Moved {
  readonly runs: readonly RunCell[]
  readonly spans: readonly SpanRow[]
}

/** The ledgers of all jobs that have runs or spans. */
export class Ledgers {
  readonly #journal: Journal
  readonly #ledgers = new Map<string, RunLedger>()
  readonly #queued = new Set<RunLedger>()

  constructor(journal: Journal) {
    this.#journal = journal
  }

  get(id: string): RunLedger | null {
    return this.#ledgers.get(id) ?? null
  }

  all(): IterableIterator<RunLedger> {
    return this.#ledgers.values()
  }

  of(id: string): RunLedger {
    const there = this.#ledgers.get(id)
    if (there !== undefined) return there
    const ledger = new JobLedger<RunCell>(id)
    this.#ledgers.set(id, ledger)
    return ledger
  }

  live(id: string): readonly RunRow[] {
    const ledger = this.#ledgers.get(id)
    if (ledger === undefined || ledger.live.length === 0) return NONE
    return ledger.live.map((cell) => cell.row)
  }

  /** One more, or one fewer, waits for a slot of the job. */
  waits(ledger: RunLedger, change: 1 | -1): void {
    ledger.waiting += change
    if (ledger.waiting > 0) this.#queued.add(ledger)
    else this.#queued.delete(ledger)
  }

  /** Ids of jobs for which runs wait; the next call goes on with others. */
  queued(limit: number): string[] {
    const ledgers = [...this.#queued.values().take(limit)]
    for (const ledger of ledgers) {
      this.#queued.delete(ledger)
      this.#queued.add(ledger)
    }
    return ledgers.map((ledger) => ledger.id)
  }

  /** Moves everything under one id to another id, and gives what was moved. */
  rename(from: string, to: string): Moved {
    const ledger = this.#ledgers.get(from)
    const moved = { runs: [...(ledger?.runs ?? [])], spans: [...(ledger?.spans ?? [])] }
    this.move(moved, to)
    return moved
  }

  move({ runs, spans }: Moved, to: string): void {
    if (runs.length === 0 && spans.length === 0) return
    const target = this.of(to)
    for (const cell of runs) this.#moveRun(cell, target)
    for (const span of spans) {
      this.get(span.jobId)?.removeSpan(span)
      Object.assign(span, { jobId: to })
      target.addSpan(span)
    }
  }

  /** Forgets a ledger that holds nothing. */
  drop(ledger: RunLedger): void {
    this.#ledgers.delete(ledger.id)
    this.#journal.add(() => this.#ledgers.set(ledger.id, ledger))
  }

  #moveRun(cell: RunCell, target: RunLedger): void {
    const source = cell.ledger
    source.removeRun(cell)
    target.addRun(cell)
    if (cell.live) {
      source.removeLive(cell)
      target.addLive(cell)
    }
    if (cell.waiting) {
      this.waits(source, -1)
      this.waits(target, 1)
    }
    cell.ledger = target
    Object.assign(cell.row, { jobId: target.id })
  }
}
