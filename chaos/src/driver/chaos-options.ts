import type { StoreKind } from '../stores/store-spec.ts'

/** What a chaos run is asked to do. */
export interface ChaosOptions {
  readonly store: StoreKind
  readonly seconds: number
  readonly seed: number
  /** Processes at a time. */
  readonly nodes: number
  /** Share of the jobs that take part. */
  readonly scale: number
  readonly beat: number
  readonly lease: number
  readonly plants: readonly string[]
  /** Whether the counts of a whole run have to be reached. */
  readonly counts: boolean
}

export const usual: ChaosOptions = {
  store: 'sqlite',
  seconds: 60,
  seed: 1,
  nodes: 5,
  scale: 1,
  beat: 400,
  lease: 2_400,
  plants: [],
  counts: true,
}
