import type { JobRow } from '../../store/rows.ts'
import type { EpochMs } from '../../time/epoch.ts'
import type { JobCell } from './job-cell.ts'
import type { JobTable } from './job-table.ts'
import type { Ledgers } from './ledgers.ts'
import { Round } from './round.ts'
import type { RunCell, RunLedger } from './run-cell.ts'
import type { RunTable } from './run-table.ts'
import type { SpanTable } from './span-table.ts'

/** Spans that are kept per job. */
const SPANS_KEPT = 100
/** Ledgers, and jobs, that one call looks at, at most. */
const LOOKED_AT = 2_000

export interface Prunable {
  readonly jobs: JobTable
  readonly runs: RunTable
  readonly spans: SpanTable
  readonly ledgers: Ledgers
}

/** Takes away what retention no longer keeps: in bounded steps, each going on where the last one stopped. */
export class Pruning {
  readonly #tables: Prunable
  readonly #ledgers: Round<RunLedger>
  readonly #jobs: Round<JobCell>

  constructor(tables: Prunable) {
    this.#tables = tables
    this.#ledgers = new Round(() => tables.ledgers.all())
    this.#jobs = new Round(() => tables.jobs.cells())
  }

  /** At most `limit` rows; says how many. */
  prune(now: EpochMs, limit: number): number {
    let pruned = 0
    for (const ledger of this.#ledgers.next(LOOKED_AT)) {
      if (pruned >= limit) return pruned
      pruned += this.#pruneLedger(ledger, now, limit - pruned)
    }
    for (const { row } of this.#jobs.next(LOOKED_AT)) {
      if (pruned >= limit) return pruned
      if (!this.#isOver(row, now)) continue
      this.#tables.jobs.delete(row)
      pruned += 1
    }
    return pruned
  }

  /** Right after a step: runs beyond what their job keeps, and the oldest of all beyond `history`. */
  trim(history: number): void {
    const { runs } = this.#tables
    for (const ledger of runs.takeEnded()) this.#trimLedger(ledger)
    while (runs.ended.size > history) this.#forget(runs.ended.oldest!)
    runs.log.compact()
  }

  #pruneLedger(ledger: RunLedger, now: EpochMs, limit: number): number {
    const { runs, spans, jobs, ledgers } = this.#tables
    if (ledger.runs.length === 0 && ledger.spans.length === 0) {
      ledgers.drop(ledger)
      return 0
    }
    const beyond = beyondKept(jobs.row(ledger.id))
    const oldRuns = ledger.runs.filter(
      ({ live, row }) => !live && (row.seq <= beyond || (row.expiresAt ?? 0) <= now),
    )
    const tooMany = ledger.spans.length - SPANS_KEPT
    const oldSpans = ledger.spans.filter((span, index) => index < tooMany || span.expiresAt <= now)
    const doomed = oldRuns.slice(0, limit)
    for (const { row } of doomed) runs.delete(row)
    const doomedSpans = oldSpans.slice(0, limit - doomed.length)
    for (const span of doomedSpans) spans.delete(span)
    return doomed.length + doomedSpans.length
  }

  #trimLedger(ledger: RunLedger): void {
    const beyond = beyondKept(this.#tables.jobs.row(ledger.id))
    if (beyond <= 0) return
    let place = 0
    for (let cell = ledger.runs[place]; cell !== undefined; cell = ledger.runs[place]) {
      if (cell.live) place += 1
      else if (cell.row.seq <= beyond) this.#tables.runs.delete(cell.row)
      else return
    }
  }

  /** A finished job that nobody declares goes with its last run. */
  #forget(cell: RunCell): void {
    const { runs, jobs } = this.#tables
    const { ledger } = cell
    runs.delete(cell.row)
    if (ledger.runs.length > 0) return
    const job = jobs.row(ledger.id)
    if (job !== null && job.state === 'finished' && job.declaration === null) jobs.delete(job)
  }

  #isOver(job: JobRow, now: EpochMs): boolean {
    if (job.state !== 'finished' || job.declaration !== null) return false
    if (job.updatedAt + job.policies.history.maxAge > now) return false
    return (this.#tables.ledgers.get(job.id)?.runs.length ?? 0) === 0
  }
}

/** Runs up to this position are more than their job keeps. */
function beyondKept(job: JobRow | null): number {
  return job === null ? 0 : job.runSeq - job.policies.history.keep
}
