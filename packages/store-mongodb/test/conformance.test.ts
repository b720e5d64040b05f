import { TablesStore } from '@punctual/core/store'
import { casesFor, manualClock } from '@punctual/testing/conformance'
import { onTestFinished } from 'vitest'
import { collectionNames } from '../src/collection-names.ts'
import { MongoSteps } from '../src/steps/mongo-steps.ts'
import { emptied } from './emptied.ts'
import { ownDatabase, serverTest } from './mongo-server.ts'

const db = ownDatabase('conformance')
const names = collectionNames('kit_')
const { capabilities } = new MongoSteps({ target: { db }, names })

// The server writes row by row, so one case in six stands for the others here; `npm run proofs` runs all of them.
const every = process.env['PUNCTUAL_MONGODB_CASES'] === 'all' ? 1 : 6
const cases = casesFor(capabilities).filter((_, at) => at % every === 0)

for (const { name, run } of cases) {
  serverTest(name, async () => {
    await emptied(db, names)
    const clock = manualClock()
    await run({
      clock,
      async open(session = null) {
        const store = new TablesStore(new MongoSteps({ target: { db }, names, clock: 'scheduler' }))
        onTestFinished(() => store[Symbol.asyncDispose]())
        await store.open({ clock, session })
        return store
      },
    })
  })
}
