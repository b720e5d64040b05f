// A scheduler on a file: tells of each run, and stops when it is told to.
import { createScheduler, inline } from '@punctual/core'
import { setTimeout } from 'node:timers/promises'
import { sqliteStore } from '../../../src/sqlite/index.ts'

const scheduler = createScheduler({
  store: sqliteStore({ path: process.argv[2] ?? '' }),
  executors: { default: inline({ concurrency: 20 }) },
})
scheduler.task('work', async ({ jobId }) => {
  await setTimeout(1)
  process.send?.(jobId)
})
scheduler.task('hang', async ({ jobId }) => {
  process.send?.(jobId)
  await new Promise(() => {})
})
await scheduler.start()
process.on('message', () => {
  void scheduler.stop().then(() => {
    process.send?.('stopped')
    process.disconnect()
  })
})
process.send?.('started')
