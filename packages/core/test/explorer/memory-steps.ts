import { MemorySteps } from '../../src/stores/memory/memory-steps.ts'
import type { Steps } from '../../src/store/steps.ts'
import type { StoreContract } from '../../src/store/store-contract.ts'
import { TablesStore } from '../../src/store/tables-store.ts'

/** The rows of a memory store of its own. */
export function memorySteps(): Steps {
  return new MemorySteps({ history: 100_000 })
}

/** The memory store as users have it. */
export function healthyStore(): StoreContract {
  return new TablesStore(memorySteps())
}
