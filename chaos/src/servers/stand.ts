import type { StoreSpec } from '../stores/store-spec.ts'

/** Where the store of a run is, and what can be done to the way there. */
export interface Stand {
  /** Past everything that is broken. */
  readonly direct: StoreSpec
  /** As the process of a slot reaches it. */
  specOf(slot: number): StoreSpec
  /** Whether somebody keeps all others out for long: a process may have been frozen with the lock of a file. */
  isLocked(): Promise<boolean>
  /** Ends all connections of a slot. */
  cut(slot: number): void
  /** Ends the server and starts it again. */
  restart(how: 'gently' | 'at once'): Promise<void>
  close(): Promise<void>
}
