import { readFile } from 'node:fs/promises'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { expect, onTestFinished, test, vi } from 'vitest'
import { redisStore, type RedisStoreOptions } from '../src/index.ts'
import { clients, openSteps, openStore } from './opened.ts'
import { privateServer } from './private-server.ts'
import { sampleJob } from './sample-job.ts'
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

redisTest('a user of Redis needs no rights but those that the documentation lists', async () => {
  const page = await readFile(new URL('../../../docs/stores/redis.md', import.meta.url), 'utf8')
  const [, calls = ''] = /`(\+evalsha[^`]+)`/.exec(page) ?? []
  const [, tells = ''] = /`(\+publish[^`]+)`/.exec(page) ?? []
  await using server = await privateServer()
  const admin = new Redis(server.url)
  onTestFinished(() => admin.disconnect())
  const rights = `${calls} ${tells}`.split(/\s+/)
  const channel = '&{punctual:0}:wake'
  await admin.call('ACL', [
    'SETUSER',
    'jobs',
    'on',
    '>secret',
    '~{punctual:0}:*',
    channel,
    ...rights,
  ])
  const to = server.url.replace('//', '//jobs:secret@')
  const store = await openStore('{punctual:0}:', { connect: clients.ioredis(to), session: 'a' })
  const hints: unknown[] = []
  store.watch?.((hint) => void hints.push(hint))
  const other = await openStore('{punctual:0}:', { connect: clients['node-redis'](to) })
  let puts = 0
  const heard = async (): Promise<void> => {
    await other.put([sampleJob(`job ${(puts += 1)}`)], 'fail')
    expect(hints.length).toBeGreaterThan(0)
  }
  await vi.waitFor(heard, { timeout: 10_000, interval: 20 })
  await store.claim('a', 'batch', [
    { executor: 'default', count: 1, tasks: [{ name: 'work', version: 1 }] },
  ])
  expect((await store.read.jobs({ limit: 1 })).items).toHaveLength(1)
  expect((await store.read.runs({ limit: 1 })).items).toHaveLength(0)
})

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
