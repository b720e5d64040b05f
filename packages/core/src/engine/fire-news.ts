import type { Published } from '../store/store-messages.ts'
import type { Announcer } from './announcer.ts'
import type { PlannedJob } from './due-plans.ts'

/** Instants of a span that are told one by one at most. */
const TOLD_AT_MOST = 1_000

/** Tells what became of due instants once the store has it. */
export class FireNews {
  readonly #announcer: Announcer
  readonly #alias: string

  constructor(announcer: Announcer, alias: string) {
    this.#announcer = announcer
    this.#alias = alias
  }

  published(job: PlannedJob, answer: Published & { readonly result: 'done' }): void {
    const { row } = job
    for (const run of answer.runs) this.#announcer.published(row.id, run.fireAt, run.runId)
    for (const { at, reason } of answer.skipped) this.#announcer.skipped(row.id, at, reason)
    if (job.spans.length > 0 && this.#announcer.wantsMissed) this.#tellMissed(job)
    if (!answer.finished) return
    this.#announcer.job('finished', { ...row, state: 'finished', nextAt: null }, this.#alias)
  }

  /** A trigger that throws now must not stop what is the news of its job. */
  #tellMissed(job: PlannedJob): void {
    try {
      this.#missed(job)
    } catch (thrown) {
      this.#announcer.rejected(job.row.id, thrown)
    }
  }

  /** Instants that came too late; those that a run stands for were not missed. */
  #missed({ row, spans, timeline }: PlannedJob): void {
    for (const { first, last, reason } of spans) {
      if (reason !== 'misfire_grace_exceeded') continue
      let at: number | null = first
      for (let told = 0; at !== null && at <= last && told < TOLD_AT_MOST; told += 1) {
        this.#announcer.missed(row.id, at, reason)
        at = timeline?.next(at) ?? null
      }
    }
  }
}
