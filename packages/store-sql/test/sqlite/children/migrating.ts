// Opens the store when it is told to, and answers with the version of the schema.
import { manualClock } from '@punctual/testing/conformance'
import { SqliteSteps } from '../../../src/sqlite/sqlite-steps.ts'
import { DEFAULT_PREFIX, tableNames } from '../../../src/table-names.ts'

const steps = new SqliteSteps({
  target: { path: process.argv[2] ?? '', synchronous: 'normal' },
  names: tableNames(DEFAULT_PREFIX),
})
process.on('message', () => {
  void steps.open(manualClock()).then(async (schema) => {
    await steps[Symbol.asyncDispose]()
    process.send?.(schema)
    process.disconnect()
  })
})
process.send?.('ready')
