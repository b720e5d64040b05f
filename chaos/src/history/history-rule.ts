import type { History, StoredRun, StoredSpan } from './history.ts'
import type { HistoryEvent } from './history-event.ts'

/** What shows that a rule is broken: as little as shows it. */
export interface Breach {
  readonly says: string
  readonly evidence: readonly (HistoryEvent | StoredRun | StoredSpan)[]
}

/** A sentence that has to hold of every history, and how to find where it does not. */
export interface HistoryRule {
  readonly says: string
  breaches(history: History): readonly Breach[]
}
