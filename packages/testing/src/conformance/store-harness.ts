import type { OpenOptions, StoreContract } from '@punctual/core/store'
import type { ManualClock } from './manual-clock.ts'

/** A fresh, empty store and the ways into it; the caller makes one for every case and takes it down afterwards. */
export interface StoreHarness {
  /** The clock that the store goes by. */
  readonly clock: ManualClock
  /** Opens a further handle onto the same store, with a session or as a client; best one with a connection of its own. */
  open(session?: OpenOptions['session']): Promise<StoreContract>
}
