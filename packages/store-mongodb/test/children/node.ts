// A scheduler on a database: tells of each run, and stops when it is told to.
import { createScheduler, inline } from '@punctual/core'
import { mongoStore } from '../../src/index.ts'

const [url = '', database = ''] = process.argv.slice(2)
const scheduler = createScheduler({
  store: mongoStore({ url, database }),
  executors: { default: inline({ concurrency: 50 }) },
})
scheduler.task('work', ({ jobId }) => void process.send?.(jobId))
await scheduler.start()
process.on('message', () => {
  void scheduler.stop().then(() => {
    process.send?.('stopped')
    process.disconnect()
  })
})
process.send?.('started')
