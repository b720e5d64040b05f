import type { EpochMs } from '@punctual/core/store'
import type { Rename, StepWrite } from './step-writes.ts'

/** A step that was committed and may not have been applied yet, as it stands in the meta document. */
export interface Journal {
  /** The number that the step gave to the store, and gives to all that it writes. */
  readonly step: number
  readonly at: EpochMs
  readonly renames: readonly Rename[]
  readonly writes: readonly StepWrite[]
  /** Documents of the journal collection that hold the writes, where they are too many for the meta document. */
  readonly chunks: readonly string[]
}

/** Part of the writes of a step that is too large for one document. */
export interface JournalChunk {
  readonly _id: string
  readonly at: EpochMs
  readonly writes: readonly StepWrite[]
}
