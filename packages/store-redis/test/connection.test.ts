import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { expect, onTestFinished, test, vi } from 'vitest'
import { nodeRedisConnect } from '../src/connection/node-redis-client.ts'
import type { Connect } from '../src/connection/redis-connection.ts'
import { redisStore } from '../src/index.ts'
import { keepScript } from '../src/scripts/keep-script.ts'
import { cuttingProxy } from './cutting-proxy.ts'
import { clients, openSteps, openStore } from './opened.ts'
import { sampleJob } from './sample-job.ts'
import { freshStore, redisTest, url } from './server.ts'

type Steps = Awaited<ReturnType<typeof openSteps>>

/** Tells of each call of the keep script, right before it is sent. */
function watched(connect: Connect, keeping: () => void): Connect {
  return async () => {
    const connection = await connect()
    return {
      run(script, keys, args) {
        if (script === keepScript) keeping()
        return connection.run(script, keys, args)
      },
      subscribe: (channel, heard) => connection.subscribe(channel, heard),
      isOver: () => connection.isOver(),
      close: () => connection.close(),
    }
  }
}

/** A step of several rows: two jobs, that always have the same revision. */
function revise(steps: Steps): Promise<void> {
  return steps.write((tables) => {
    for (const id of ['a', 'b']) {
      const job = tables.job(id)!
      tables.updateJob(job, { revision: job.revision + 1 })
    }
  })
}

function revisions(steps: Steps): Promise<(number | undefined)[]> {
  return steps.look((tables) => ['a', 'b'].map((id) => tables.job(id)?.revision))
}

for (const [name, connectTo] of Object.entries(clients)) {
  for (const [what, kept] of [
    ['call', [1, 1]],
    ['answer', [2, 2]],
  ] as const) {
    redisTest(
      `${name}: a connection cut before the ${what} leaves ${what === 'call' ? 'nothing' : 'all'} of a step, once`,
      async () => {
        const { prefix } = freshStore()
        const direct = await openSteps(prefix)
        await (await openStore(prefix)).put([sampleJob('a'), sampleJob('b')], 'fail')
        const proxy = await cuttingProxy()
        let cuts = 0
        const keeping = (): void => {
          cuts += 1
          if (cuts === 1) proxy.cut(what)
        }
        const steps = await openSteps(prefix, { connect: watched(connectTo(proxy.url), keeping) })
        await expect(revise(steps)).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_UNAVAILABLE' })
        expect(await revisions(direct)).toEqual(kept)
        await vi.waitFor(() => revisions(steps), { timeout: 10_000, interval: 20 })
        expect(await revisions(direct)).toEqual(kept)
        await revise(steps)
        expect(await revisions(direct)).toEqual(kept.map((revision) => revision + 1))
      },
    )
  }

  redisTest(`${name}: a server that forgot the scripts is told them again`, async () => {
    const { prefix } = freshStore()
    await (await openStore(prefix)).put([sampleJob('a'), sampleJob('b')], 'fail')
    const admin = new Redis(url)
    onTestFinished(() => admin.disconnect())
    const steps = await openSteps(prefix, { connect: connectTo() })
    for (let n = 0; n < 5; n += 1) {
      await admin.script('FLUSH')
      await revise(steps)
    }
    expect(await revisions(steps)).toEqual([6, 6])
  })

  test(`${name}: a server that is not there is unavailable`, async () => {
    const opened = openSteps('{nowhere:0}:', { connect: connectTo('redis://127.0.0.1:1') })
    await expect(opened).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_UNAVAILABLE' })
  }, 20_000)
}

for (const [name, connectTo] of Object.entries(clients)) {
  redisTest(
    `${name}: a store that is closed, even while it begins to listen, leaves no connection`,
    async () => {
      const { prefix } = freshStore()
      const proxy = await cuttingProxy()
      for (const rests of [true, false]) {
        const steps = await openSteps(prefix, { connect: connectTo(proxy.url) })
        const watch = steps.watch?.(() => {})
        if (rests) await vi.waitFor(() => expect(proxy.open()).toBe(2), { timeout: 10_000 })
        watch?.[Symbol.dispose]()
        await steps[Symbol.asyncDispose]()
        await vi.waitFor(() => expect(proxy.open()).toBe(0), { timeout: 10_000 })
      }
    },
  )
}

redisTest('a client of ioredis that was brought is neither used nor closed', async () => {
  const { name } = freshStore()
  const client = new Redis(url, { lazyConnect: true, keyPrefix: 'mine:' })
  await using store = redisStore({ client, prefix: name }) as never as AsyncDisposable & {
    open(options: object): Promise<object>
  }
  await store.open({ clock: { now: () => 0 }, session: null })
  expect(client.status).toBe('wait')
})

redisTest('a connection that its client gives up is made anew by the next call', async () => {
  const { prefix } = freshStore()
  await (await openStore(prefix)).put([sampleJob('a'), sampleJob('b')], 'fail')
  const proxy = await cuttingProxy()
  const client = createClient({ url: proxy.url, socket: { reconnectStrategy: false } })
  const steps = await openSteps(prefix, { connect: nodeRedisConnect(client) })
  proxy.cut('call')
  await expect(revise(steps)).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_UNAVAILABLE' })
  await revise(steps)
  expect(await revisions(steps)).toEqual([2, 2])
})

redisTest('a client of node-redis that was brought needs not be connected', async () => {
  const { name } = freshStore()
  const client = createClient({ url })
  await using store = redisStore({ client, prefix: name }) as never as AsyncDisposable & {
    open(options: object): Promise<object>
  }
  await store.open({ clock: { now: () => 0 }, session: null })
  expect(client.isOpen).toBe(false)
})

redisTest('what a server refuses is told without the rows that were sent', async () => {
  const { prefix } = freshStore()
  const store = await openStore(prefix)
  const admin = new Redis(url)
  onTestFinished(() => admin.disconnect())
  await admin.set(`${prefix}jobs.id`, 'not an index')
  const failure: unknown = await store
    .put([sampleJob('secret job', { input: { text: '"secret input"' } as never })], 'fail')
    .catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'PUNCTUAL_STORE_FAILED' })
  const { cause } = failure as Error
  expect(JSON.stringify([String(failure), cause, Object.entries(cause as object)])).not.toContain(
    'secret',
  )
})
