import { TablesStore, type Clock, type StoreContract } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { onTestFinished } from 'vitest'
import { ioredisConnect } from '../src/connection/ioredis-client.ts'
import { nodeRedisConnect } from '../src/connection/node-redis-client.ts'
import type { Connect } from '../src/connection/redis-connection.ts'
import { RedisSteps } from '../src/steps/redis-steps.ts'
import { url } from './server.ts'

/** The ways to a server, by the name of the client. */
export const clients: Record<'ioredis' | 'node-redis', (to?: string) => Connect> = {
  ioredis: (to = url) => ioredisConnect(new Redis(to, { lazyConnect: true })),
  'node-redis': (to = url) => nodeRedisConnect(createClient({ url: to })),
}

interface Opening {
  readonly connect?: Connect
  readonly clock?: Clock
}

/** Steps over a store, opened; they are closed when the test is over. */
export async function openSteps(
  prefix: string,
  { connect = clients.ioredis(), clock = manualClock() }: Opening = {},
): Promise<RedisSteps> {
  const steps = new RedisSteps({ connect, prefix, notifications: true, time: 'scheduler' })
  onTestFinished(() => steps[Symbol.asyncDispose]())
  await steps.open(clock)
  return steps
}

/** The same as a whole store, for a session or without. */
export async function openStore(
  prefix: string,
  {
    session = null,
    clock = manualClock(),
    ...opening
  }: Opening & { readonly session?: string | null } = {},
): Promise<StoreContract> {
  const store = new TablesStore(await openSteps(prefix, { clock, ...opening }))
  const node = { name: session ?? '', app: null, role: 'all', version: null }
  await store.open({ clock, session: session === null ? null : { id: session, ...node } })
  return store
}
