import type { StoreSpec } from '../stores/store-spec.ts'

/** What a process is told when its time has come. */
export interface NodeOrder {
  readonly name: string
  readonly journal: string
  readonly store: StoreSpec
  readonly beat: number
  readonly lease: number
  /** Names of faults that are planted into its store. */
  readonly plants: readonly string[]
}

/** How a process ends whose store did not let it in: it may have been restarting just then. */
export const CANNOT_JOIN = 3
