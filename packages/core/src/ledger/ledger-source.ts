import type { Timelines } from '../engine/timelines.ts'
import type { JobRow } from '../store/rows.ts'
import type { StoreReader } from '../store/store-reader.ts'
import type { EpochMs } from '../time/epoch.ts'

/** Where the answers for one job come from. */
export interface LedgerSource {
  readonly read: StoreReader
  readonly row: JobRow
  readonly timelines: Timelines
  /** The store's time. */
  readonly now: EpochMs
}
