import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { expect, onTestFinished, test } from 'vitest'
import { redisStore, type RedisStoreOptions } from '../src/index.ts'
import { clients, openSteps, openStore } from './opened.ts'
import { privateServer } from './private-server.ts'
import { freshStore, redisTest, url } from './server.ts'

redisTest(
  'a server that drops any key when its memory is full is refused, and told what to set',
  async () => {
    await using server = await privateServer(['--maxmemory-policy', 'allkeys-lru'])
    const opened = openSteps('{jobs:0}:', { connect: clients.ioredis(server.url) })
    const refusal = { code: 'PUNCTUAL_STORE_FAILED', details: { policy: 'allkeys-lru' } }
    await expect(opened).rejects.toMatchObject(refusal)
    const admin = new Redis(server.url)
    onTestFinished(() => admin.disconnect())
    await admin.config('SET', 'maxmemory-policy', 'volatile-lru')
    const steps = await openSteps('{jobs:0}:', { connect: clients.ioredis(server.url) })
    expect(await steps.look(({ now }) => now)).toBeGreaterThan(0)
  },
)

redisTest('a store of a later version is refused by the versions that it refuses', async () => {
  const { prefix } = freshStore()
  const admin = new Redis(url)
  onTestFinished(() => admin.disconnect())
  await admin.hset(`${prefix}meta`, { schema: 3, min_writer: 1 })
  const steps = await openSteps(prefix)
  await admin.hset(`${prefix}meta`, { schema: 3, min_writer: 2 })
  await expect(openSteps(prefix)).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_SCHEMA' })
  expect(await steps.look(({ now }) => now)).toBeGreaterThan(0)
})

redisTest('the time of the server counts, whatever the clock of the scheduler says', async () => {
  const { name } = freshStore()
  const store = redisStore({ url, prefix: name })
  const admin = new Redis(url)
  onTestFinished(() => admin.disconnect())
  expect(store.kind).toBe('redis')
  const { TablesStore } = await import('@punctual/core/store')
  if (!(store instanceof TablesStore)) throw new Error('another kind of store')
  onTestFinished(() => store[Symbol.asyncDispose]())
  const clock = { now: () => 0, monotonic: () => 0, setTimer: () => () => {} }
  const [before] = await admin.time()
  const { now } = await store.open({ clock, session: null })
  const [after] = await admin.time()
  expect(now).toBeGreaterThanOrEqual(Number(before) * 1_000)
  expect(now).toBeLessThan(Number(after) * 1_000 + 1_000)
})

redisTest('a store that was emptied makes room for the next session', async () => {
  const { prefix } = freshStore()
  const store = await openStore(prefix, { session: 'a' })
  const admin = new Redis(url)
  onTestFinished(() => admin.disconnect())
  await admin.unlink(`${prefix}meta`, `${prefix}nodes`, `${prefix}nodes.session`)
  expect((await store.beat('a', 1, { free: 1, stalledMs: 0 })).alive).toBe(false)
  await expect(store.claim('a', 'batch', [])).rejects.toMatchObject({ code: 'PUNCTUAL_FENCED' })
  const again = await openStore(prefix, { session: 'b' })
  expect((await again.beat('b', 1, { free: 1, stalledMs: 0 })).alive).toBe(true)
})

test('options that cannot be are refused at the call', () => {
  const client = createClient({ url })
  const wrong: unknown[] = [
    ...[{}, { client, url }, { url: 'localhost' }, { url: 'http://localhost' }, { url: 1 }],
    ...[{ client: {} }, { client: null }, { client: 'redis' }, { url, prefix: 'a{b}' }],
    ...[
      { url, prefix: '' },
      { url, prefix: 7 },
      { url, notifications: 'yes' },
    ],
  ]
  for (const options of wrong) {
    const made = (): unknown => redisStore(options as RedisStoreOptions)
    expect(made, JSON.stringify(options)).toThrow(
      expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' }),
    )
  }
})
