import { TablesStore } from '@punctual/core/store'
import { casesFor, manualClock } from '@punctual/testing/conformance'
import { onTestFinished, test } from 'vitest'
import { scratchFile } from '../sqlite/scratch-file.ts'
import { ReplaySteps, type Line } from './replay-steps.ts'

const { capabilities } = new ReplaySteps(':memory:', { last: Promise.resolve() })

for (const { name, run } of casesFor(capabilities)) {
  test(name, async () => {
    const path = scratchFile()
    const clock = manualClock()
    const line: Line = { last: Promise.resolve() }
    await run({
      clock,
      async open(session = null) {
        const store = new TablesStore(new ReplaySteps(path, line))
        onTestFinished(() => store[Symbol.asyncDispose]())
        await store.open({ clock, session })
        return store
      },
    })
  })
}
