// One process of a cluster. It waits for its order, for loading takes long; then it is a scheduler that notes all it
// does, until it is told to stop or is killed.
import { createScheduler, inline, type Logger, type Scheduler } from '@punctual/core'
import { once } from 'node:events'
import { flushCompileCache } from 'node:module'
import { setTimeout } from 'node:timers/promises'
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
const order = await ordered()
const MOST_TRIES = 50
const heard = ['started', 'retrying', 'succeeded', 'failed', 'cancelled', 'lost', 'fenced'] as const
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

/** The first message of the parent. */
async function ordered(): Promise<NodeOrder> {
  const [message]: NodeOrder[] = await once(process, 'message')
  return message === undefined ? process.exit(1) : message
}

/** A scheduler that notes all it does; one whose start failed is over, and another has to be made. */
async function recorded(): Promise<Scheduler> {
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
  for (const news of heard) {
    scheduler.on(`run:${news}`, ({ run }) => {
      journal.note({ type: 'told', news, runId: run.id, attempt: run.attempt })
    })
  }
  return scheduler
}

/** The store may be away just now. */
async function joined(): Promise<Scheduler> {
  for (let tries = 1; ; tries += 1) {
    const scheduler = await recorded()
    try {
      await scheduler.start()
      return scheduler
    } catch (thrown) {
      say('error')({ thrown }, 'cannot join')
      if (tries === MOST_TRIES) process.exit(CANNOT_JOIN)
      await setTimeout(200)
    }
  }
}

const scheduler = await joined()
process.on('SIGTERM', () => {
  void scheduler.stop().then(() => {
    journal.note({ type: 'gone', how: 'stopped' })
    process.exit(0)
  })
})
process.send?.('started')
