import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { onTestFinished, test } from 'vitest'
import { ioredisConnect } from '../src/connection/ioredis-client.ts'
import type { Connect } from '../src/connection/redis-connection.ts'
import { keyPrefix } from '../src/redis-store.ts'
import { Script } from '../src/scripts/script.ts'

export const url = process.env['PUNCTUAL_TEST_REDIS'] ?? 'redis://127.0.0.1:6379'

const required = process.env['PUNCTUAL_REQUIRE_SERVERS'] === '1'
export const reached: boolean = required || (await isThere())

/** A test that needs a Redis; where there is none it is left out by name. */
export const redisTest: typeof test = test.runIf(reached) as typeof test

async function isThere(): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null })
  client.on('error', () => {})
  const there = await client.ping().then(
    () => true,
    () => false,
  )
  client.disconnect()
  return there
}

/** A name that no other test has. */
export function freshName(): string {
  return `punctual-test-${randomUUID()}`
}

/** A store of its own, whose keys are deleted when the test is over. */
export function freshStore(): {
  readonly name: string
  readonly prefix: string
  /** The names of the keys that it has. */
  leftKeys(): Promise<readonly string[]>
} {
  const name = freshName()
  const prefix = keyPrefix(name)
  const connect = ioredisConnect(new Redis(url, { lazyConnect: true }))
  onTestFinished(() => dropKeys(connect, prefix))
  return {
    name,
    prefix,
    async leftKeys() {
      const connection = await connect()
      const keys = names.map((one) => `${prefix}${one}`)
      const there = await connection.run(exist, keys, [])
      await connection.close()
      return names.filter((_, at) => Array.isArray(there) && there[at] === 1).toSorted()
    },
  }
}

const names = [
  ...['meta', 'lock', 'jobs', 'runs', 'spans', 'nodes', 'follows', 'jobs.id', 'jobs.task'],
  ...['jobs.state', 'jobs.tag', 'jobs.last', 'jobs.due', 'jobs.unarmed', 'jobs.app'],
  ...['runs.published', 'runs.job', 'runs.task', 'runs.state', 'runs.fire', 'runs.live'],
  ...['runs.waiting', 'runs.ready', 'runs.owned', 'runs.expires', 'spans.job', 'spans.expires'],
  ...['nodes.session', 'follows.parent'],
]

const exist = new Script(
  `local there = {} for i, key in ipairs(KEYS) do there[i] = redis.call('EXISTS', key) end return there`,
)
const drop = new Script(`return redis.call('UNLINK', unpack(KEYS))`)

/** All keys of a store: they are always the same ones, whatever is in it. */
export async function dropKeys(connect: Connect, prefix: string): Promise<void> {
  const connection = await connect()
  await connection.run(
    drop,
    names.map((name) => `${prefix}${name}`),
    [],
  )
  await connection.close()
}
