// Adds a job and a run of it, and dies when the rows of a kind are about to be written: the step is committed by then.
import { TablesStore } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { MongoClient } from 'mongodb'
import { collectionNames } from '../../src/collection-names.ts'
import type { MongoCollection } from '../../src/driver.ts'
import { MongoSteps } from '../../src/steps/mongo-steps.ts'
import { byHand, sampleJob } from '../sample-job.ts'

const [url = '', name = '', prefix = '', fatal = ''] = process.argv.slice(2)
const client = new MongoClient(url)
const real = client.db(name)
let armed = false
const collection = (kind: string, options?: object): MongoCollection => {
  const whole = real.collection(kind, options)
  const bulkWrite = whole.bulkWrite.bind(whole)
  return Object.assign(whole, {
    async bulkWrite(...args: Parameters<typeof bulkWrite>) {
      if (armed && kind === `${prefix}${fatal}`) process.kill(process.pid, 'SIGKILL')
      return bulkWrite(...args)
    },
  })
}
const db = { collection, command: (command: object) => real.command(command) }
const names = collectionNames(prefix)
const store = new TablesStore(new MongoSteps({ target: { db }, names, clock: 'scheduler' }))
await store.open({ clock: manualClock(), session: null })
await store.put([sampleJob('a')], 'fail')
armed = true
await store.enqueue([byHand('a', 'one')])
