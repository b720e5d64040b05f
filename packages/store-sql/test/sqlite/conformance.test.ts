import { TablesStore } from '@punctual/core/store'
import { casesFor, manualClock } from '@punctual/testing/conformance'
import { onTestFinished, test } from 'vitest'
import { SqliteSteps } from '../../src/sqlite/sqlite-steps.ts'
import { DEFAULT_PREFIX, tableNames } from '../../src/table-names.ts'
import { scratchFile } from './scratch-file.ts'

const names = tableNames(DEFAULT_PREFIX)
const { capabilities } = new SqliteSteps({
  target: { path: 'never opened', synchronous: 'normal' },
  names,
})

for (const { name, run } of casesFor(capabilities)) {
  test(name, async () => {
    const path = scratchFile()
    const clock = manualClock()
    await run({
      clock,
      async open(session = null) {
        const target = { path, synchronous: 'normal' } as const
        const store = new TablesStore(new SqliteSteps({ target, names }))
        onTestFinished(() => store[Symbol.asyncDispose]())
        await store.open({ clock, session })
        return store
      },
    })
  })
}
