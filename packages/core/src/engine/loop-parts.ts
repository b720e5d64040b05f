import type { Breath } from './breath.ts'
import type { NodeParts } from './node-parts.ts'
import type { StoreClient } from './store-client.ts'
import type { Wakeup } from './wakeup.ts'

/** What the parts of one store's loop share. */
export interface LoopParts {
  readonly node: NodeParts
  readonly client: StoreClient
  readonly wakeup: Wakeup
  readonly breath: Breath
}
