import type { Clock } from '../time/clock.ts'
import type { StoreCapabilities, WakeHint } from './store-contract.ts'
import type { Ask } from './replay/ask.ts'
import type { StoreReader } from './store-reader.ts'
import type { Tables } from './tables.ts'
import type { Tx } from './tx.ts'

/**
 * What a store brings to the operations that stores of one process share: its rows, and steps over them that are atomic.
 * `TablesStore` makes a whole store of it.
 */
export interface Steps extends AsyncDisposable {
  readonly kind: string
  readonly capabilities: StoreCapabilities
  /** Where this process lives, so that others can tell whether it is gone; null where nobody can. */
  readonly place: string | null
  /** Migrates; gives the version of the schema. May be called again. */
  open(clock: Clock): Promise<number>
  /**
   * One atomic step: all that `work` wrote is kept, or nothing when it throws. `work` is synchronous and may be run again.
   * `asks` is what it is sure to read, for stores that read it beforehand. With `passes`, jobs that others hold at the
   * moment may be taken as if they were not there.
   */
  write<T>(
    work: (tables: Tables) => T,
    asks?: readonly Ask[],
    how?: { readonly passes?: boolean },
  ): Promise<T>
  /** The same as part of the caller's open transaction, which stays as it was when it rejects; for stores with `tx`. */
  writeIn?<T>(tx: Tx, work: (tables: Tables) => T, asks: readonly Ask[]): Promise<T>
  /** A step that writes nothing, over one state of the rows. */
  look<T>(work: (tables: Tables) => T, asks?: readonly Ask[]): Promise<T>
  /**
   * `Tables.prune` as a step of its own, for stores that delete without reading: at most `limit` rows; says how many.
   * Where it is missing, `Tables.prune` does it inside a step.
   */
  prune?(limit: number): Promise<number>
  readonly read: StoreReader
  /** Whether the process that lived there has certainly ended. */
  isGone(place: string): boolean
  watch?(wake: (hint: WakeHint) => void): Disposable
}
