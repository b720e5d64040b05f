// One process of a cluster. It waits for its order, for loading takes long; then it is a scheduler that notes all it
// does, until it is told to stop or is killed.
import { createScheduler, inline, type Logger } from '@punctual/core'
import { once } from 'node:events'
import { flushCompileCache } from 'node:module'
import { Journal } from '../journal.ts'
import { openStore } from '../stores/open-store.ts'
import type { Grants } from './grants.ts'
import { handlerOf } from './handler.ts'
import { CANNOT_JOIN, type NodeOrder } from './node-order.ts'
import { planted } from './plants.ts'
import { recordingStore } from './recording-store.ts'

process.on('disconnect', () => process.exit(1))
// Now, for whoever is killed has no time to.
flushCompileCache()
process.send?.('ready')
const [order]: NodeOrder[] = await once(process, 'message')
if (order === undefined) process.exit(1)
const journal = new Journal(order.journal, order.name)
const grants: Grants = new Map()
const say =
  (level: string) =>
  (fields: object, message: string): void => {
    const text = JSON.stringify(fields, (_, value) =>
      value instanceof Error ? `${value.name}: ${value.message}` : value,
    )
    process.stderr.write(`${new Date().toISOString()} ${level} ${message} ${text}\n`)
  }
const quiet = (): void => {}
const logger: Logger = { debug: quiet, info: quiet, warn: say('warn'), error: say('error') }

const store = planted(await openStore(order.store), order.plants)
const scheduler = createScheduler({
  store: recordingStore(store, journal, grants),
  executors: { default: inline({ concurrency: 100 }) },
  cluster: { beat: order.beat, lease: order.lease },
  timezone: 'UTC',
  logger,
  drain: 500,
  killAfter: 2_000,
})
scheduler.task('work', handlerOf(journal, grants))
for (const news of [
  'started',
  'retrying',
  'succeeded',
  'failed',
  'cancelled',
  'lost',
  'fenced',
] as const) {
  scheduler.on(`run:${news}`, ({ run }) => {
    journal.note({ type: 'told', news, runId: run.id, attempt: run.attempt })
  })
}
process.on('SIGTERM', () => {
  void scheduler.stop().then(() => {
    journal.note({ type: 'gone', how: 'stopped' })
    process.exit(0)
  })
})
try {
  await scheduler.start()
  process.send?.('started')
} catch (thrown) {
  say('error')({ thrown }, 'cannot join')
  process.exit(CANNOT_JOIN)
}
