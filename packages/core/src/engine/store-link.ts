import type { StoreContract } from '../store/store-contract.ts'
import type { Batch, Session } from '../store/store-messages.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Assignment } from './assignment.ts'

/** One store of this scheduler, as the verbs of the scheduler see it. */
export interface StoreLink {
  readonly alias: string
  /** The store, opened: as a client when this node has not joined it. Rejects with `PUNCTUAL_STORE_UNAVAILABLE`. */
  opened(): Promise<StoreContract>
  /** The store's time, as this node knows it. */
  now(): EpochMs
  /** This node's session; null while it has none. */
  readonly session: Session | null
  /** When that session began, by the store's clock; now while there is none. */
  since(): EpochMs
  /** Something was put, enqueued or changed: the loop looks again. */
  poke(): void
  /** Starts a run that an answer of the store made this node's own; false when it has no slot or session for it. */
  start(assignment: Assignment): boolean
  /** A call with this batch ended without an answer: what it made this node's own is looked up and started. */
  lost(batch: Batch): void
}
