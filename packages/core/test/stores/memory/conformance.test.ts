import { casesFor, manualClock, type StoreHarness } from '@punctual/testing/conformance'
import { test } from 'vitest'
import { TablesStore } from '../../../src/store/tables-store.ts'
import { MemorySteps } from '../../../src/stores/memory/memory-steps.ts'

/** Memory is shared by handing the store itself around: each handle is the same one, opened once more. */
function harness(store: TablesStore): StoreHarness {
  const clock = manualClock()
  return {
    clock,
    async open(session = null) {
      await store.open({ clock, session })
      return store
    },
  }
}

const { capabilities } = new MemorySteps({ history: 0 })

for (const { name, run } of casesFor(capabilities)) {
  test(name, async () => {
    await using store = new TablesStore(new MemorySteps({ history: 100_000 }))
    await run(harness(store))
  })
}
