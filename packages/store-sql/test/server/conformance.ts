import { TablesStore, type Steps } from '@punctual/core/store'
import { casesFor, manualClock } from '@punctual/testing/conformance'
import { onTestFinished, test } from 'vitest'

/** Holds a server's steps to every case of the store contract; each handle is a store of its own on the same database. */
export function conforms(isThere: boolean, steps: () => Steps): void {
  for (const { name, run } of casesFor(steps().capabilities)) {
    test.skipIf(!isThere)(name, async () => {
      const clock = manualClock()
      await run({
        clock,
        async open(session = null) {
          const store = new TablesStore(steps())
          onTestFinished(() => store[Symbol.asyncDispose]())
          await store.open({ clock, session })
          return store
        },
      })
    })
  }
}
