import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, vi } from 'vitest'
import { Script } from '../src/scripts/script.ts'
import { cuttingProxy } from './cutting-proxy.ts'
import { clients, openSteps, openStore } from './opened.ts'
import { sampleJob } from './sample-job.ts'
import { freshStore, redisTest } from './server.ts'

type Watching = Awaited<ReturnType<typeof openStore>>

/** The next hint that a store gives. */
function heard(store: Watching): Promise<{ readonly at: number | null; readonly news?: boolean }> {
  return new Promise((resolve) => {
    const watch = store.watch?.((hint) => {
      watch?.[Symbol.dispose]()
      resolve(hint)
    })
  })
}

/** Until the server knows that so many listen: nobody hears what was told before. */
async function listening(prefix: string, count: number): Promise<void> {
  const connection = await clients.ioredis()()
  onTestFinished(() => connection.close())
  const asked = new Script(`return redis.call('PUBSUB', 'NUMSUB', ARGV[1])[2]`)
  while ((await connection.run(asked, [`${prefix}meta`], [`${prefix}wake`])) !== count) {
    await setImmediate()
  }
}

for (const [name, connectTo] of Object.entries(clients)) {
  redisTest(`${name}: who watches hears at once when what others stored gets due`, async () => {
    const { prefix } = freshStore()
    const store = await openStore(prefix, { connect: connectTo() })
    const other = await openStore(prefix, { connect: connectTo() })
    const first = heard(store)
    await listening(prefix, 1)
    await other.put([sampleJob('a', { nextAt: 9_000 }), sampleJob('b', { nextAt: 8_000 })], 'fail')
    expect(await first).toEqual({ at: 8_000, news: false })
  })
}

for (const [name, connectTo] of Object.entries(clients)) {
  redisTest(`${name}: who watches hears again after the connection was cut`, async () => {
    const { prefix } = freshStore()
    const proxy = await cuttingProxy()
    const store = await openStore(prefix, { connect: connectTo(proxy.url) })
    const other = await openStore(prefix)
    const hints: unknown[] = []
    store.watch?.(({ at }) => void hints.push(at))
    await listening(prefix, 1)
    proxy.cut('answer')
    await other.put([sampleJob('lost', { nextAt: 7_000 })], 'fail')
    let told = 8_000
    const toldAgain = async (): Promise<void> => {
      await other.put([sampleJob(`job ${told}`, { nextAt: (told += 1) })], 'fail')
      await setImmediate()
      expect(hints.length).toBeGreaterThan(0)
    }
    await vi.waitFor(toldAgain, { timeout: 10_000, interval: 20 })
    expect(hints).not.toContain(7_000)
  })
}

redisTest('who watches hears that sessions come, and that runs were asked to stop', async () => {
  const { prefix } = freshStore()
  const store = await openStore(prefix)
  const came = heard(store)
  await listening(prefix, 1)
  const node = await openStore(prefix, { session: 'a' })
  expect(await came).toEqual({ at: null, news: true })
  await node.put([sampleJob('job')], 'fail')
  const put = { key: 'm1', job: 'job', kind: 'manual', input: null, own: true } as const
  const [created] = await node.enqueue([put], { by: 'a', batch: 'b' })
  const asked = new Promise((resolve) =>
    store.watch?.(({ news }) => news === true && resolve(news)),
  )
  await node.cancel([created?.result === 'created' ? created.run.id : ''], 'enough')
  expect(await asked).toBe(true)
})

redisTest(
  'who watches hears of what the process itself stored, once, and not of what moves on',
  async () => {
    const { prefix } = freshStore()
    const store = await openStore(prefix)
    const hints: unknown[] = []
    store.watch?.((hint) => void hints.push(hint))
    await listening(prefix, 1)
    await store.put([sampleJob('a', { nextAt: 9_000 })], 'fail')
    await store.change([{ kind: 'pause', id: 'a', reason: null, by: null }])
    const other = await openStore(prefix)
    await other.put([sampleJob('b', { nextAt: 7_000 })], 'fail')
    while (hints.length < 2) await setImmediate()
    expect(hints).toEqual([
      { at: 9_000, news: false },
      { at: 7_000, news: false },
    ])
  },
)

redisTest('a step that failed is not told of, nor who no longer watches', async () => {
  const { prefix } = freshStore()
  const steps = await openSteps(prefix)
  await (await openStore(prefix)).put([sampleJob('a')], 'fail')
  const hints: unknown[] = []
  const watch = steps.watch?.((hint) => void hints.push(hint))
  const failing = steps.write((tables) => {
    tables.updateJob(tables.job('a')!, { nextAt: 7 })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  watch?.[Symbol.dispose]()
  await steps.write((tables) => tables.updateJob(tables.job('a')!, { nextAt: 8 }))
  await setImmediate()
  expect(hints).toEqual([])
})
