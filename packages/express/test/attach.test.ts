import { Agent, get, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { createScheduler, every, memoryStore, type Scheduler } from '@punctual/core'
import type { Express } from 'express'
import { describe, expect, test } from 'vitest'
import { attach, punctual } from '../src/index.ts'
import { versions } from './express-versions.ts'

function serve(scheduler: Scheduler, app: Express): { server: Server; app: Express } {
  app.use(punctual(scheduler))
  return { server: app.listen(0, '127.0.0.1'), app }
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe.each(versions)('%s', (_name, express) => {
  test('the scheduler starts with the server, and requests get it', async () => {
    const scheduler = createScheduler()
    const { server, app } = serve(scheduler, express())
    app.get('/', (req, res) => {
      res.json({ same: req.scheduler === scheduler, run: req.run })
    })
    expect(scheduler.state).toBe('idle')
    const { ready, close } = bound(attach(server, app, scheduler))
    await ready
    expect(scheduler.state).toBe('running')
    expect(await (await fetch(urlOf(server))).json()).toEqual({ same: true, run: null })
    await close()
    expect(scheduler.state).toBe('stopped')
    expect(server.listening).toBe(false)
  })

  test('close resolves after the running job ended, and its outcome is stored', async () => {
    const store = memoryStore()
    const scheduler = createScheduler({ store })
    const job = Promise.withResolvers<string>()
    const task = scheduler.task('slow', () => job.promise)
    const { server, app } = serve(scheduler, express())
    const { ready, close } = bound(attach(server, app, scheduler))
    await ready
    const started = new Promise((resolve) => scheduler.on('run:started', resolve))
    const run = await scheduler.runTask(task)
    await started

    const order: string[] = []
    const closed = close().then((report) => {
      order.push('closed')
      return report
    })
    await new Promise((resolve) => scheduler.on('scheduler:stopping', resolve))
    expect(server.listening).toBe(false)
    order.push('stopping')
    job.resolve('done')
    expect(await closed).toMatchObject({ finished: 1, aborted: 0 })
    expect(order).toEqual(['stopping', 'closed'])

    const later = createScheduler({ store, role: 'off' })
    expect(await later.getRun(run.id)).toMatchObject({ state: 'succeeded', result: 'done' })
  })

  test('nothing new starts once the close has begun, also while a request is still open', async () => {
    const scheduler = createScheduler()
    const release = Promise.withResolvers<void>()
    let runs = 0
    scheduler.schedule(
      'busy',
      every('50ms', { immediate: true }),
      () => {
        runs += 1
        return release.promise
      },
      { maxInstances: 100 },
    )
    const { server, app } = serve(scheduler, express())
    app.get('/', async (_req, res) => {
      await release.promise
      res.end('answered')
    })
    const { ready, close } = bound(attach(server, app, scheduler))
    await ready
    const requested = new Promise((resolve) => server.once('request', resolve))
    const answer = fetch(urlOf(server))
    await requested
    if (runs === 0) await new Promise((resolve) => scheduler.on('run:started', resolve))
    const closed = close()
    const before = runs
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(runs).toBe(before)
    release.resolve()
    expect(await (await answer).text()).toBe('answered')
    await closed
  })

  test('a job longer than the drain is aborted, and the close comes all the same', async () => {
    const scheduler = createScheduler()
    const task = scheduler.task('endless', ({ signal }) => {
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      )
    })
    const { server, app } = serve(scheduler, express())
    const { ready, close } = bound(
      attach(server, app, scheduler, { drain: '50ms', killAfter: '1m' }),
    )
    await ready
    const started = new Promise((resolve) => scheduler.on('run:started', resolve))
    await scheduler.runTask(task)
    await started
    expect(await close()).toMatchObject({ finished: 0, aborted: 1 })
  })

  test('an open request may still add a job while the server closes, and gets its answer', async () => {
    const scheduler = createScheduler()
    const task = scheduler.task('mail', () => {})
    const { server, app } = serve(scheduler, express())
    const inside = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    app.post('/', async (_req, res) => {
      inside.resolve()
      await release.promise
      res.json(await scheduler.addJob({ id: 'late', task }))
    })
    const { ready, close } = bound(attach(server, app, scheduler))
    await ready
    const answer = fetch(urlOf(server), { method: 'POST' })
    await inside.promise
    const closed = close()
    release.resolve()
    expect(await (await answer).json()).toMatchObject({ id: 'late' })
    await closed
  })

  test('an idle keep-alive connection does not hold the close up', async () => {
    const scheduler = createScheduler()
    const { server, app } = serve(scheduler, express())
    app.get('/', (_req, res) => void res.end('ok'))
    const { ready, close } = bound(attach(server, app, scheduler))
    await ready
    const agent = new Agent({ keepAlive: true })
    await new Promise<void>((resolve, reject) => {
      get(urlOf(server), { agent }, (res) => res.resume().on('end', resolve)).on('error', reject)
    })
    await close()
    agent.destroy()
  })

  test('a web socket that stays open does not hold the close up beyond the drain', async () => {
    const scheduler = createScheduler()
    const { server, app } = serve(scheduler, express())
    server.on('upgrade', (_req, socket) => {
      socket.on('error', () => {})
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')
    })
    const { ready, close } = bound(attach(server, app, scheduler, { drain: '50ms' }))
    await ready
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')
    await new Promise((resolve) => client.once('data', resolve))
    const cut = new Promise((resolve) => client.once('close', resolve))
    await close()
    expect(scheduler.state).toBe('stopped')
    await cut
  })

  test('closing twice is closing once, also before the server listens', async () => {
    const scheduler = createScheduler()
    const { server, app } = serve(scheduler, express())
    const { ready, close } = bound(attach(server, app, scheduler))
    const first = close()
    expect(close()).toBe(first)
    await first
    await ready
    expect(scheduler.state).toBe('stopped')
  })

  test('a server that others close takes its scheduler along, before it listens and after', async () => {
    for (const early of [true, false]) {
      const scheduler = createScheduler()
      const stopped = new Promise((resolve) => scheduler.on('scheduler:stopped', resolve))
      const { server, app } = serve(scheduler, express())
      const { ready } = bound(attach(server, app, scheduler))
      if (!early) await ready
      server.close()
      await Promise.all([ready, stopped])
      expect(scheduler.state).toBe('stopped')
    }
  })

  test('a start that fails closes the server, and ready says why', async () => {
    const store = memoryStore()
    const other = createScheduler({ store, role: 'off' })
    await other.addJob({ id: 'taken', task: other.task('other', () => {}), trigger: every('1h') })
    const scheduler = createScheduler({ store })
    scheduler.schedule('taken', every('1h'), () => {})
    const { server, app } = serve(scheduler, express())
    const { ready } = bound(attach(server, app, scheduler))
    await expect(ready).rejects.toMatchObject({ code: 'PUNCTUAL_JOB_EXISTS' })
    expect(server.listening).toBe(false)
  })

  test('a drain that is no duration is refused at the call', () => {
    const { server, app } = serve(createScheduler(), express())
    expect(() => attach(server, app, createScheduler(), { drain: 'soon' })).toThrow(
      expect.objectContaining({ code: 'PUNCTUAL_DURATION_INVALID' }),
    )
    server.close()
  })

  test('a request and a job that never end are both over with one drain', async () => {
    const scheduler = createScheduler()
    const task = scheduler.task('endless', ({ signal }) => {
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      )
    })
    const { server, app } = serve(scheduler, express())
    app.get('/', () => {})
    const limits = { drain: '50ms', killAfter: '1m' } as const
    const { ready, close } = bound(attach(server, app, scheduler, limits))
    await ready
    const started = new Promise((resolve) => scheduler.on('run:started', resolve))
    await scheduler.runTask(task)
    await started
    const requested = new Promise((resolve) => server.once('request', resolve))
    const cut = expect(fetch(urlOf(server))).rejects.toThrow('fetch failed')
    await requested
    expect(await close()).toMatchObject({ finished: 0, aborted: 1 })
    await cut
  })

  test('a connection that is kept alive is ended with the answer of its open request', async () => {
    const { server, app } = serve(createScheduler(), express())
    server.keepAliveTimeout = 0
    const inside = { early: Promise.withResolvers<void>(), late: Promise.withResolvers<void>() }
    const release = Promise.withResolvers<void>()
    app.get('/:head', async (req, res) => {
      const head = req.params.head === 'early' ? 'early' : 'late'
      if (head === 'early') res.write('begun ')
      inside[head].resolve()
      await release.promise
      res.end('over')
    })
    const { ready, close } = bound(attach(server, app, createScheduler()))
    await ready
    const agent = new Agent({ keepAlive: true })
    const answers = ['early', 'late'].map((head) => textOf(`${urlOf(server)}/${head}`, agent))
    await Promise.all([inside.early.promise, inside.late.promise])
    const closed = close()
    release.resolve()
    expect(await Promise.all(answers)).toEqual(['begun over, keep-alive', 'over, close'])
    await closed
    agent.destroy()
  })

  test('a server that cannot listen says so in ready, and nothing starts', async () => {
    const first = serve(createScheduler(), express()).server
    await new Promise((resolve) => first.once('listening', resolve))
    const scheduler = createScheduler()
    const app = express()
    // Express 5 hands the error to this callback as well.
    const server = app.listen((first.address() as AddressInfo).port, '127.0.0.1', () => {})
    const { ready, close } = bound(attach(server, app, scheduler))
    await expect(ready).rejects.toMatchObject({ code: 'EADDRINUSE' })
    expect(scheduler.state).toBe('idle')
    await close()
    expect(scheduler.state).toBe('stopped')
    first.close()
  })

  test('a close while the store is still being asked ends both, and is no failure', async () => {
    const store = memoryStore()
    const asked = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const slow = new Proxy(store, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (name === 'open' && typeof value === 'function') {
          return async (...args: unknown[]) => {
            asked.resolve()
            await release.promise
            return await Reflect.apply(value, target, args)
          }
        }
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const scheduler = createScheduler({ store: slow })
    const { server, app } = serve(scheduler, express())
    const { ready, close } = bound(attach(server, app, scheduler))
    await asked.promise
    const closed = close()
    release.resolve()
    await closed
    await ready
    expect(scheduler.state).toBe('stopped')
    expect(server.listening).toBe(false)
  })

  test('an app has one server, and so has a scheduler', async () => {
    const code = 'PUNCTUAL_ALREADY_STARTED'
    const scheduler = createScheduler()
    const { server, app } = serve(scheduler, express())
    const { ready, close } = bound(attach(server, app, scheduler))
    for (const [otherApp, other] of [
      [app, createScheduler()],
      [express(), scheduler],
    ] as const) {
      expect(() => attach(server, otherApp, other)).toThrow(expect.objectContaining({ code }))
    }
    await ready
    const started = createScheduler()
    await started.start()
    expect(() => attach(server, express(), started)).toThrow(expect.objectContaining({ code }))
    await started.stop()
    expect(scheduler.state).toBe('running')
    await close()
  })
})

function bound<T extends { close(): Promise<unknown>; readonly ready: Promise<void> }>(
  attached: T,
): { ready: Promise<void>; close: T['close'] } {
  return { ready: attached.ready, close: attached.close.bind(attached) }
}

function textOf(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (part: string) => (text += part))
      res.on('end', () => resolve(`${text}, ${res.headers.connection}`)).on('error', reject)
    }).on('error', reject)
  })
}
