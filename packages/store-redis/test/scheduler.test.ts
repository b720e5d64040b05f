import { after, at, createScheduler, every, inline, type Scheduler } from '@punctual/core'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { expect, onTestFinished } from 'vitest'
import { redisStore } from '../src/index.ts'
import { clients } from './opened.ts'
import { dropKeys, freshStore, redisTest, url } from './server.ts'

const ioredis = new Redis(url, { lazyConnect: true })
const nodeRedis = createClient({ url })

function schedulerOn(prefix: string, client: Redis | typeof nodeRedis = ioredis): Scheduler {
  const scheduler = createScheduler({
    store: redisStore({ client, prefix }),
    executors: { default: inline({ concurrency: 50 }) },
    cluster: { beat: '200ms', lease: '10s' },
  })
  onTestFinished(async () => void (await scheduler.stop()))
  return scheduler
}

redisTest(
  'four schedulers share 2,000 due fires, each of which runs once',
  async () => {
    const { name } = freshStore()
    const ran: string[][] = []
    let count = 0
    const { promise: all, resolve } = Promise.withResolvers<void>()
    for (const client of [ioredis, nodeRedis, ioredis, nodeRedis]) {
      const scheduler = schedulerOn(name, client)
      const own: string[] = []
      ran.push(own)
      scheduler.task('work', ({ jobId }) => {
        own.push(jobId)
        count += 1
        if (count === 2_000) resolve()
      })
      await scheduler.start()
    }
    const client = createScheduler({ store: redisStore({ url, prefix: name }), role: 'off' })
    onTestFinished(async () => void (await client.stop()))
    const ids = Array.from({ length: 2_000 }, (_, n) => `job/${n}`)
    await client.addJobs(ids.map((id) => ({ id, task: 'work', trigger: at(Date.now()) })))
    await all
    expect(ran.flat().toSorted()).toEqual(ids.toSorted())
  },
  60_000,
)

redisTest(
  'a failed run is retried, its end is followed up, and all of it is there after the scheduler stopped',
  async () => {
    const { name } = freshStore()
    const scheduler = schedulerOn(name)
    const attempts: number[] = []
    scheduler.task('flaky', ({ attempt }) => {
      attempts.push(attempt)
      if (attempt === 1) throw new Error('not yet')
      return 'made it'
    })
    const followed = new Promise<readonly unknown[]>((resolve) => {
      scheduler.task('last', ({ upstream }) => resolve(upstream.map(({ result }) => result)))
    })
    await scheduler.addJob({ id: 'first', task: 'flaky', retry: { limit: 2, delay: 5 } })
    await scheduler.addJob({ id: 'second', task: 'last', trigger: after('first') })
    await scheduler.start()
    expect(await followed).toEqual(['made it'])
    await scheduler.stop()
    expect(attempts).toEqual([1, 2])
    const other = schedulerOn(name)
    const { items } = await other.listRuns({ state: 'succeeded' })
    expect(items.map(({ jobId }) => jobId).toSorted()).toEqual(['first', 'second'])
  },
  30_000,
)

redisTest(
  'what one process adds runs in another at once, not at its next look',
  async () => {
    const { name } = freshStore()
    const scheduler = schedulerOn(name)
    const heard = new Map<string, () => void>()
    scheduler.task('work', ({ jobId }) => heard.get(jobId)?.())
    await scheduler.start()
    const client = createScheduler({ store: redisStore({ url, prefix: name }), role: 'off' })
    onTestFinished(async () => void (await client.stop()))
    const began = performance.now()
    for (let n = 0; n < 10; n += 1) {
      const ran = new Promise<void>((resolve) => heard.set(`job ${n}`, resolve))
      await client.addJob({ id: `job ${n}`, task: 'work' })
      await ran
    }
    // Without being told, the node looks every five seconds: ten jobs would take at least twenty.
    expect(performance.now() - began).toBeLessThan(20_000)
  },
  40_000,
)

redisTest(
  'a store that is emptied under a running scheduler gets its declared jobs back',
  async () => {
    const { name, prefix } = freshStore()
    const scheduler = schedulerOn(name)
    let runs = 0
    let wake = (): void => {}
    scheduler.schedule('tick', every('50ms'), () => {
      runs += 1
      wake()
    })
    const another = (): Promise<void> => new Promise((resolve) => (wake = resolve))
    await scheduler.start()
    await another()
    await dropKeys(clients.ioredis(), prefix)
    const before = runs
    while (runs < before + 3) await another()
    expect((await scheduler.getJob('tick'))?.state).toBe('active')
  },
  30_000,
)
