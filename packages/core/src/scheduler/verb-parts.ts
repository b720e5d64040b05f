import type { NodeParts } from '../engine/node-parts.ts'
import type { StoreLinks } from './store-links.ts'
import type { StopGate } from './stop-gate.ts'

/** What every verb of a scheduler stands on. */
export interface VerbParts {
  readonly node: NodeParts
  readonly links: StoreLinks
  readonly gate: StopGate
}
