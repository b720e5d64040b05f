import { TablesStore, type StoreCapabilities } from '@punctual/core/store'
import { casesFor, manualClock } from '@punctual/testing/conformance'
import { afterAll, onTestFinished } from 'vitest'
import type { Connect } from '../../src/connection/redis-connection.ts'
import { keyPrefix } from '../../src/redis-store.ts'
import { RedisSteps } from '../../src/steps/redis-steps.ts'
import { dropKeys, freshName, redisTest } from '../server.ts'
import { Pool } from './pooled.ts'

interface Options {
  readonly notifications: boolean
  /** Each how many-th case is run. Default 1: all of them. */
  readonly every?: number
}

/** Runs the conformance kit, each case in a store of its own, each handle with a connection of its own. */
export function conformance(connect: Connect, { notifications, every = 1 }: Options): void {
  const pool = new Pool(connect)
  afterAll(() => pool[Symbol.asyncDispose]())
  const steps = (prefix: string): RedisSteps =>
    new RedisSteps({ connect: pool.connect, prefix, notifications, time: 'scheduler' })
  const { capabilities }: { capabilities: StoreCapabilities } = steps('')
  const cases = casesFor(capabilities).filter((_, at) => at % every === 0)
  for (const { name, run } of cases) {
    redisTest(name, async () => {
      const prefix = keyPrefix(freshName())
      onTestFinished(() => dropKeys(pool.connect, prefix))
      const clock = manualClock()
      await run({
        clock,
        async open(session = null) {
          const store = new TablesStore(steps(prefix))
          onTestFinished(() => store[Symbol.asyncDispose]())
          await store.open({ clock, session })
          return store
        },
      })
    })
  }
}
