import type { SpanRow } from '../../store/rows.ts'
import type { EpochMs } from '../../time/epoch.ts'
import type { Journal } from './journal.ts'
import type { Ledgers } from './ledgers.ts'

/** The spans of all jobs, each in the ledger of its job. */
export class SpanTable {
  readonly #journal: Journal
  readonly #ledgers: Ledgers

  constructor(journal: Journal, ledgers: Ledgers) {
    this.#journal = journal
    this.#ledgers = ledgers
  }

  last(jobId: string, inc: string): SpanRow | null {
    return this.#ledgers.get(jobId)?.lastSpan(inc) ?? null
  }

  insert(row: SpanRow): void {
    const ledger = this.#ledgers.of(row.jobId)
    const replaced = ledger.addSpan(row)
    this.#journal.add(() => {
      ledger.removeSpan(row)
      if (replaced !== null) ledger.addSpan(replaced)
    })
  }

  update(row: SpanRow, patch: { readonly last: EpochMs; readonly expiresAt: EpochMs }): void {
    const { last, expiresAt } = row
    Object.assign(row, patch)
    this.#journal.add(() => Object.assign(row, { last, expiresAt }))
  }

  delete(row: SpanRow): void {
    const ledger = this.#ledgers.of(row.jobId)
    ledger.removeSpan(row)
    this.#journal.add(() => ledger.addSpan(row))
  }
}
