import { TablesStore } from '@punctual/core/store'
import { casesFor, manualClock } from '@punctual/testing/conformance'
import { onTestFinished, test } from 'vitest'
import { MongoClient } from 'mongodb'
import { collectionNames } from '../src/collection-names.ts'
import { MongoSteps } from '../src/steps/mongo-steps.ts'

const client = new MongoClient('mongodb://127.0.0.1:57017')
const db = client.db('conformance')
await db.dropDatabase()
const { capabilities } = new MongoSteps({ target: { db }, names: collectionNames('x') })
let n = 0
for (const { name, run } of casesFor(capabilities)) {
  test(name, async () => {
    const names = collectionNames(`c${n++}_`)
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
