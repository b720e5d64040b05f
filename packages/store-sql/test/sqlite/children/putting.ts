// Adds a job when it is told to.
import { TablesStore } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { SqliteSteps } from '../../../src/sqlite/sqlite-steps.ts'
import { DEFAULT_PREFIX, tableNames } from '../../../src/table-names.ts'
import { sampleJob } from '../../sample-job.ts'

const names = tableNames(DEFAULT_PREFIX)
const target = { path: process.argv[2] ?? '', synchronous: 'normal' } as const
const store = new TablesStore(new SqliteSteps({ target, names }))
await store.open({ clock: manualClock(), session: null })
process.on('message', (id) => {
  void store.put([sampleJob(String(id))], 'fail').then(() => process.send?.('added'))
})
process.send?.('ready')
