import { casesFor, manualClock } from '@punctual/testing/conformance'
import { test } from 'vitest'
import { TablesStore } from '../../../src/store/tables-store.ts'
import { LaterSteps } from './later-steps.ts'

const { capabilities } = new LaterSteps({ history: 0 })

for (const { name, run } of casesFor(capabilities)) {
  test(name, async () => {
    const clock = manualClock()
    await using store = new TablesStore(new LaterSteps({ history: 100_000 }))
    await run({
      clock,
      async open(session = null) {
        await store.open({ clock, session })
        return store
      },
    })
  })
}
