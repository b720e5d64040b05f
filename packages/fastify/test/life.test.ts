import { Agent, get } from 'node:http'
import { createScheduler, every, memoryStore, type Scheduler } from '@punctual/core'
import { fastify, type FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { punctual, type PunctualOptions } from '../src/index.ts'
import { gatedJob } from './gated-job.ts'

const local = { port: 0, host: '127.0.0.1' }

async function listening(
  options: PunctualOptions,
): Promise<{ app: FastifyInstance; url: string; scheduler: Scheduler }> {
  const app = fastify({ forceCloseConnections: 'idle' })
  await app.register(punctual, options)
  app.get('/', () => 'ok')
  const running = event(app.scheduler, 'scheduler:started')
  const url = await app.listen(local)
  await running
  return { app, url, scheduler: app.scheduler }
}

const event = (scheduler: Scheduler, name: 'scheduler:started' | 'scheduler:stopped') =>
  new Promise((resolve) => scheduler.on(name, resolve))

const stored = (store: ReturnType<typeof memoryStore>, runId: string) =>
  createScheduler({ store, role: 'off' }).getRun(runId)

test('registering runs nothing, and the scheduler is there to declare jobs', async () => {
  const app = fastify()
  const scheduler = createScheduler()
  await app.register(punctual, { scheduler })
  expect(app.scheduler).toBe(scheduler)
  app.scheduler.schedule('cleanup', every('1h'), () => {})
  await app.ready()
  expect((await app.inject('/')).statusCode).toBe(404)
  expect(scheduler.state).toBe('idle')
  await app.close()
  expect(scheduler.state).toBe('stopped')
})

test('the scheduler starts once the server listens', async () => {
  const { app, scheduler } = await listening({})
  expect(scheduler.state).toBe('running')
  await app.close()
  expect(scheduler.state).toBe('stopped')
})

test('with startOn ready it starts before a request is injected', async () => {
  const app = fastify()
  await app.register(punctual, { startOn: 'ready' })
  await app.ready()
  expect(app.scheduler.state).toBe('running')
  await app.close()
})

test('closing waits for the running job, whose outcome is stored', async () => {
  const store = memoryStore()
  const { app, scheduler } = await listening({ store })
  const job = await gatedJob(scheduler)
  const order: string[] = []
  const closed = app.close().then(() => order.push('closed'))
  await new Promise((resolve) => scheduler.on('scheduler:stopping', resolve))
  order.push('stopping')
  job.release()
  await closed
  expect(order).toEqual(['stopping', 'closed'])
  expect(await stored(store, job.runId)).toMatchObject({ state: 'succeeded', result: 'done' })
})

test('claiming stops at once while an open request holds the server, and that request still adds a job', async () => {
  const store = memoryStore()
  const scheduler = createScheduler({ store })
  const app = fastify()
  await app.register(punctual, { scheduler })
  const [inside, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let mails = 0
  const task = scheduler.task('mail', () => void (mails += 1))
  app.get('/slow', async () => {
    inside.resolve()
    await gate.promise
    return await scheduler.addJob({ id: 'late', task })
  })
  const running = event(scheduler, 'scheduler:started')
  const url = await app.listen(local)
  await running
  // Otherwise the connection stays open, and Fastify waits for it for 72 s.
  const answer = fetch(`${url}/slow`, { headers: { connection: 'close' } })
  await inside.promise
  const paused = new Promise((resolve) => scheduler.on('scheduler:paused', resolve))
  const closed = app.close()
  await paused
  expect(scheduler.state).toBe('paused')
  gate.resolve()
  expect(await (await answer).json()).toMatchObject({ id: 'late' })
  await closed
  expect(mails).toBe(0)
  const next = createScheduler({ store, role: 'off' })
  expect(await next.getJob('late')).toMatchObject({ state: 'active' })
})

test('a job longer than the drain is aborted and its run left to others', async () => {
  const store = memoryStore()
  const { app, scheduler } = await listening({ store, drain: '50ms' })
  const job = await gatedJob(scheduler)
  await app.close()
  expect(await stored(store, job.runId)).toMatchObject({ state: 'pending' })
})

test('the deadline holds from the beginning of the close, whatever connections stay open', async () => {
  const { app, scheduler, url } = await listening({ drain: '50ms' })
  const inside = Promise.withResolvers<void>()
  app.server.once('request', () => inside.resolve())
  const agent = new Agent({ keepAlive: true })
  const request = get(url, { agent, headers: { 'content-length': '5' } })
  request.on('error', () => {})
  request.flushHeaders()
  await inside.promise
  const job = await gatedJob(scheduler)
  let closed = false
  const closing = app.close().then(() => (closed = true))
  await event(scheduler, 'scheduler:stopped')
  expect(closed).toBe(false)
  expect(job.runId).not.toBe('')
  agent.destroy()
  request.destroy()
  await closing
})

test('a connection that was busy when the close began is ended once its request has been answered', async () => {
  const app = fastify({ forceCloseConnections: 'idle' })
  await app.register(punctual, {})
  const inside = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  app.get('/held', async () => {
    inside.resolve()
    await release.promise
    return 'ok'
  })
  const url = await app.listen(local)
  const agent = new Agent({ keepAlive: true })
  const answered = new Promise<void>((resolve, reject) => {
    const request = get(`${url}/held`, { agent }, (response) => {
      response.resume().on('end', resolve)
    })
    request.on('error', reject)
  })
  await inside.promise
  const closing = app.close()
  while (app.server.listening) await new Promise((resolve) => setImmediate(resolve))
  release.resolve()
  await answered
  // Otherwise this takes keepAliveTimeout, which is 72 s.
  await closing
  agent.destroy()
})

test('closing twice, and before anything listened, is closing once', async () => {
  const { app, scheduler } = await listening({})
  await Promise.all([app.close(), app.close()])
  await app.close()
  expect(scheduler.state).toBe('stopped')
  const early = fastify()
  early.register(punctual, {})
  await early.close()
  expect(early.scheduler.state).toBe('stopped')
})

test('a close while the scheduler still joins its store ends both', async () => {
  const app = fastify()
  await app.register(punctual, {})
  const starting = new Promise((resolve) => app.scheduler.on('scheduler:starting', resolve))
  await app.listen(local)
  await starting
  await app.close()
  expect(app.scheduler.state).toBe('stopped')
})

test.each(['listen', 'ready'] as const)(
  'a server that is closed while it boots does not go on to listen, started on %s',
  async (startOn) => {
    const app = fastify()
    app.register(punctual, { startOn })
    const listened = app.listen(local).catch(() => null)
    await app.close()
    await listened
    expect(app.server.listening).toBe(false)
    expect(app.scheduler.state).toBe('stopped')
  },
)

test('a boot that fails elsewhere still ends the scheduler when the app is closed', async () => {
  const app = fastify()
  await app.register(punctual, {})
  app.register(async () => {
    throw new Error('no')
  })
  await expect(app.ready()).rejects.toThrow('no')
  await app.close()
  expect(app.scheduler.state).toBe('stopped')
})

/** A store in which another task holds the id of the declared job, which only the store can know. */
async function occupied(): Promise<ReturnType<typeof memoryStore>> {
  const store = memoryStore()
  const other = createScheduler({ store, role: 'off' })
  await other.addJob({ id: 'taken', task: other.task('other', () => {}), trigger: every('1h') })
  return store
}

test('a start that fails at ready rejects the boot with its code', async () => {
  const app = fastify()
  await app.register(punctual, { store: await occupied(), startOn: 'ready' })
  app.scheduler.schedule('taken', every('1h'), () => {})
  await expect(app.listen(local)).rejects.toMatchObject({ code: 'PUNCTUAL_JOB_EXISTS' })
  await app.close()
  expect(app.scheduler.state).toBe('stopped')
})

test('a start that fails once the server listens is logged as fatal and closes the server', async () => {
  const lines: string[] = []
  const app = fastify({ logger: { stream: { write: (line: string) => void lines.push(line) } } })
  await app.register(punctual, { store: await occupied() })
  app.scheduler.schedule('taken', every('1h'), () => {})
  const down = new Promise((resolve) => app.server.on('close', resolve))
  await app.listen(local)
  await down
  const fatal = lines.map((line) => JSON.parse(line)).find(({ level }) => level === 60)
  expect(fatal).toMatchObject({ module: 'punctual', err: { code: 'PUNCTUAL_JOB_EXISTS' } })
  expect(app.scheduler.state).toBe('stopped')
})

test('a scheduler that the plugin makes logs to a child of the logger of the server', async () => {
  const lines: string[] = []
  const app = fastify({ logger: { stream: { write: (line: string) => void lines.push(line) } } })
  await app.register(punctual, { startOn: 'ready' })
  const task = app.scheduler.task('loud', ({ log }) => log.warn({ cups: 2 }, 'tea'))
  await app.ready()
  const done = new Promise((resolve) => app.scheduler.on('run:succeeded', resolve))
  await app.scheduler.runTask(task)
  await done
  await app.close()
  const tea = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'tea')
  expect(tea).toMatchObject({ module: 'punctual', cups: 2, level: 40 })
})
