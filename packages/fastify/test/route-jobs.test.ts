import { Readable } from 'node:stream'
import { createScheduler, every, type Run, type Scheduler } from '@punctual/core'
import { ServerLife } from '@punctual/core/framework'
import { fastify, type FastifyInstance } from 'fastify'
import { expect, test, vi } from 'vitest'
import { punctual } from '../src/index.ts'
import { callRoute, noteReached } from '../src/call-route.ts'

const trigger = every('1h')

async function server(): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(punctual, { startOn: 'ready' })
  return app
}

/** Runs a job now, and gives the run once it has ended. */
async function ran(scheduler: Scheduler, id: string): Promise<Run> {
  const handle = await scheduler.runJob(id)
  return await handle.finished()
}

test('a run goes through the route with parameters, query, headers and body', async () => {
  const app = await server()
  const request = {
    params: { kind: 'a b' },
    query: { page: 2, tag: ['x', 'y'] },
    headers: { authorization: 'secret' },
    body: { rows: 3 },
  }
  app.post(
    '/reports/:kind',
    { config: { schedule: [{ id: 'report', trigger, request }] } },
    ({ params, query, headers, body, run }) => ({
      ...{ params, query, body, authorization: headers.authorization },
      run: { jobId: run?.jobId, cause: run?.cause, attempt: run?.attempt },
    }),
  )
  await app.ready()
  const { state, result } = await ran(app.scheduler, 'report')
  expect(state).toBe('succeeded')
  expect(result).toEqual({
    status: 200,
    body: {
      params: { kind: 'a b' },
      query: { page: '2', tag: ['x', 'y'] },
      body: { rows: 3 },
      authorization: 'secret',
      run: { jobId: 'report', cause: 'manual', attempt: 1 },
    },
  })
  await app.close()
})

test('hooks and handlers see the run, also hooks that were added before the plugin', async () => {
  const app = fastify()
  const seen: unknown[] = []
  app.addHook('onRequest', async (request) => void seen.push(request.run?.jobId ?? null))
  await app.register(punctual, { startOn: 'ready' })
  app.addHook('preHandler', async (request, reply) => {
    if (request.run === null) await reply.code(401).send('no')
  })
  app.get('/', { config: { schedule: { trigger } } }, () => 'ok')
  await app.ready()
  expect((await ran(app.scheduler, 'GET /')).result).toEqual({ status: 200, body: null })
  expect((await app.inject('/')).statusCode).toBe(401)
  expect(seen).toEqual(['GET /', null])
  await app.close()
})

test('a job that the route declares says so, and the HEAD that Fastify adds to a GET declares none', async () => {
  const app = await server()
  const declared = vi.spyOn(app.scheduler, 'schedule')
  app.get('/both', { config: { schedule: { trigger, tags: ['web'] } } }, () => 'ok')
  app.head('/only', { config: { schedule: { trigger } } }, () => '')
  app.put('/put', { config: { schedule: { trigger } } }, () => 'ok')
  await app.ready()
  const { items } = await app.scheduler.listJobs()
  expect(items.map(({ id }) => id).sort()).toEqual(['GET /both', 'HEAD /only', 'PUT /put'])
  expect(declared.mock.calls[0]?.[3]).toEqual({ tags: ['web'], source: 'route' })
  expect((await ran(app.scheduler, 'HEAD /only')).state).toBe('succeeded')
  await app.close()
})

test('routes of encapsulated plugins have their prefix in the id and in the request', async () => {
  const app = await server()
  app.register(
    async (part) => {
      part.get('/', { config: { schedule: { trigger } } }, ({ url }) => ({ url }))
      part.get('/deep', { config: { schedule: { trigger } } }, ({ url }) => ({ url }))
    },
    { prefix: '/v1' },
  )
  await app.ready()
  const { items } = await app.scheduler.listJobs()
  expect(items.map(({ id }) => id).sort()).toEqual(['GET /v1', 'GET /v1/deep'])
  const { result } = await ran(app.scheduler, 'GET /v1/deep')
  expect(result).toEqual({ status: 200, body: { url: '/v1/deep' } })
  await app.close()
})

test('each job of a route makes its own request', async () => {
  const app = await server()
  const jobs = ['eu', 'us'].map((region) => ({
    id: `sync-${region}`,
    ...{ trigger, request: { params: { region } } },
  }))
  app.post<{ Params: { region: string } }>(
    '/sync/:region',
    { config: { schedule: jobs } },
    ({ params }) => ({ region: params.region }),
  )
  await app.ready()
  expect((await ran(app.scheduler, 'sync-eu')).result).toMatchObject({ body: { region: 'eu' } })
  expect((await ran(app.scheduler, 'sync-us')).result).toMatchObject({ body: { region: 'us' } })
  await app.close()
})

test('a validation error fails the run with what the route answered', async () => {
  const app = await server()
  const body = { type: 'object', required: ['rows'], properties: { rows: { type: 'integer' } } }
  const schedule = { id: 'bad', trigger, request: { body: { rows: 'many' } } }
  app.post('/', { schema: { body }, config: { schedule } }, () => 'ok')
  await app.ready()
  const { state, error } = await ran(app.scheduler, 'bad')
  expect(state).toBe('failed')
  expect(error).toMatchObject({ code: 'PUNCTUAL_ROUTE_FAILED' })
  expect(error?.message).toContain('the route answered 400')
  await app.close()
})

test('what the error handler of the scope answers is what fails the run', async () => {
  const app = await server()
  app.setErrorHandler(async (error: Error, _request, reply) => {
    await reply.code(418).send({ says: error.message })
  })
  app.get('/', { config: { schedule: { id: 'tea', trigger } } }, async () => {
    throw new Error('no tea')
  })
  await app.ready()
  const { error } = await ran(app.scheduler, 'tea')
  expect(error?.message).toBe('the route answered 418\n{"says":"no tea"}')
  await app.close()
})

test('a stream is read to its end, and a handler that returns nothing readable succeeds by its status', async () => {
  const app = await server()
  let sent = 0
  async function* lines(): AsyncGenerator<string> {
    for (sent = 0; sent < 5_000; sent += 1) yield `line ${sent} of the report\n`
  }
  app.get('/', { config: { schedule: { id: 'long', trigger } } }, (_request, reply) => {
    return reply.type('text/plain').send(Readable.from(lines()))
  })
  await app.ready()
  expect(await ran(app.scheduler, 'long')).toMatchObject({
    state: 'succeeded',
    result: { status: 200, body: null },
  })
  expect(sent).toBe(5_000)
  await app.close()
})

test('an aborted run ends its route: the handler sees run.signal, and hooks see the request leave', async () => {
  const app = await server()
  const seen: string[] = []
  app.addHook('onRequestAbort', async (_request) => void seen.push('onRequestAbort'))
  const inside = Promise.withResolvers<void>()
  const schedule = { id: 'slow', trigger, request: { body: {} } }
  app.post('/', { config: { schedule } }, ({ run }) => {
    inside.resolve()
    return new Promise((_, reject) => {
      run?.signal.addEventListener('abort', () => {
        seen.push('signal')
        reject(run.signal.reason)
      })
    })
  })
  await app.ready()
  const handle = await app.scheduler.runJob('slow')
  await inside.promise
  await app.scheduler.cancelRun(handle.id, { reason: 'enough' })
  expect((await handle.finished()).state).toBe('cancelled')
  expect(seen.sort()).toEqual(['onRequestAbort', 'signal'])
  await app.close()
})

test('an answer that never ends is broken off when the run is aborted, also with nothing sent yet', async () => {
  const app = await server()
  const inside = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  async function* forever(words: number): AsyncGenerator<string> {
    if (words > 0) yield 'word'
    inside[words]?.resolve()
    await new Promise(() => {})
  }
  app.get<{ Params: { words: string } }>(
    '/:words',
    {
      config: {
        schedule: [0, 1].map((words) => ({
          ...{ id: `sends-${words}`, trigger, request: { params: { words } } },
        })),
      },
    },
    (request, reply) =>
      reply.type('text/plain').send(Readable.from(forever(Number(request.params.words)))),
  )
  await app.ready()
  for (const [words, { promise }] of inside.entries()) {
    const handle = await app.scheduler.runJob(`sends-${words}`)
    await promise
    await app.scheduler.cancelRun(handle.id)
    expect((await handle.finished()).state).toBe('cancelled')
  }
  await app.close()
})

test('what cannot be asked of a route is refused where the route is added', async () => {
  const app = await server()
  const add = (method: string | string[], url: string, request?: object): (() => unknown) => {
    return () =>
      app.route({
        method,
        url,
        config: { schedule: { trigger, ...(request !== undefined && { request }) } },
        handler: () => 'ok',
      })
  }
  expect(add(['GET', 'POST'], '/two')).toThrow(/GET, POST \/two has a job, and its method/)
  expect(add('GET', '/body', { body: 1 })).toThrow(/a GET has no body/)
  expect(add('GET', '/:id')).toThrow(expect.objectContaining({ code: 'PUNCTUAL_ROUTE_URL' }))
  expect(add('GET', '/files/*')).toThrow(expect.objectContaining({ code: 'PUNCTUAL_ROUTE_URL' }))
  add(['GET', 'HEAD'], '/one')()
  add('GET', '/all/*', { url: '/all/of/it' })()
  await app.ready()
  expect((await ran(app.scheduler, 'GET /all/*')).state).toBe('succeeded')
  await app.close()
})

test('a run that starts while the server closes goes back unbegun, because Fastify would refuse its request', async () => {
  const scheduler = createScheduler()
  const app = fastify()
  await app.register(punctual, { scheduler, startOn: 'ready' })
  app.get('/', { preHandler: noteReached }, () => 'ok')
  const closing = new ServerLife(createScheduler(), {})
  closing.beginClosing()
  const call = { id: 'late', method: 'GET', url: '/', headers: {}, body: null }
  let calls = 0
  const task = scheduler.task('late', (run) => {
    calls += 1
    // The first call comes from a node whose server closes, the second one from another.
    return callRoute(app, calls === 1 ? closing : new ServerLife(scheduler, {}), { call, run })
  })
  await app.ready()
  const handle = await scheduler.runTask(task)
  expect(await handle.finished()).toMatchObject({ state: 'succeeded', attempt: 1 })
  expect(calls).toBe(2)
  await closing.end()
  await app.close()
})

test('routes that were added before the plugin was loaded are declared all the same, once', async () => {
  const app = fastify()
  app.register(punctual, { startOn: 'ready' })
  app.get('/early', { config: { schedule: { trigger } } }, ({ run }) => ({ job: run?.jobId }))
  app.register(
    async (part) => {
      part.get('/', { config: { schedule: { trigger } } }, () => 'ok')
      part.register(punctual, { decorator: 'inner', startOn: 'ready' })
    },
    { prefix: '/part' },
  )
  await app.ready()
  const { items } = await app.scheduler.listJobs()
  expect(items.map(({ id }) => id).sort()).toEqual(['GET /early', 'GET /part'])
  const { result } = await ran(app.scheduler, 'GET /early')
  expect(result).toEqual({ status: 200, body: { job: 'GET /early' } })
  await app.close()
})

test('a route below a prefix that was added before the plugin keeps its path', async () => {
  const app = fastify()
  await app.register(
    async (part) => void part.get('/', { config: { schedule: { trigger } } }, () => 'ok'),
    { prefix: '/part' },
  )
  await app.register(punctual, { startOn: 'ready' })
  await app.ready()
  const { items } = await app.scheduler.listJobs()
  expect(items.map(({ id }) => id)).toEqual(['GET /part'])
  expect((await ran(app.scheduler, 'GET /part')).state).toBe('succeeded')
  await app.close()
})

test('each scope declares the jobs of its routes in its own scheduler', async () => {
  const app = await server()
  app.get('/outer', { config: { schedule: { trigger } } }, () => 'ok')
  const inner = createScheduler()
  app.register(async (part) => {
    await part.register(punctual, { scheduler: inner, decorator: 'inner', startOn: 'ready' })
    part.get('/inner', { config: { schedule: { trigger } } }, () => 'ok')
  })
  await app.ready()
  const ids = async (scheduler: Scheduler): Promise<string[]> =>
    (await scheduler.listJobs()).items.map(({ id }) => id)
  expect(await ids(app.scheduler)).toEqual(['GET /outer'])
  expect(await ids(inner)).toEqual(['GET /inner'])
  expect((await ran(inner, 'GET /inner')).state).toBe('succeeded')
  await app.close()
})

test('an answer that came from something before the route is no success', async () => {
  const app = await server()
  const handled: unknown[] = []
  const job = (id: string, request = {}) => ({ config: { schedule: { id, trigger, request } } })
  app.get('/login', job('kept'), () => void handled.push('login'))
  app.get('/private', job('guarded'), async (_request, reply) => reply.redirect('/done'))
  app.get('/app/*', job('lost', { url: '/nowhere' }), () => 'never')
  app.setNotFoundHandler(async (_request, reply) => reply.code(200).send('<html>'))
  app.addHook('preHandler', async ({ run }, reply) => {
    if (run?.jobId === 'kept') await reply.redirect('/login')
  })
  await app.ready()
  for (const [id, status] of [
    ['kept', 302],
    ['lost', 200],
  ] as const) {
    const { state, error } = await ran(app.scheduler, id)
    expect([state, error?.code]).toEqual(['failed', 'PUNCTUAL_ROUTE_FAILED'])
    expect(error?.message).toContain(`was answered ${status} before it reached the route`)
  }
  expect((await ran(app.scheduler, 'guarded')).result).toEqual({ status: 302, body: null })
  expect(handled).toEqual([])
  await app.close()
})

test('an answer that breaks off fails the run with the code of routes', async () => {
  const app = await server()
  app.get('/half', { config: { schedule: { id: 'half', trigger } } }, (_request, reply) => {
    reply.hijack()
    reply.raw.write('half')
    reply.raw.destroy()
  })
  await app.ready()
  const { error } = await ran(app.scheduler, 'half')
  expect(error).toMatchObject({
    code: 'PUNCTUAL_ROUTE_FAILED',
    message: 'GET /half broke its answer off',
  })
  await app.close()
})

test('a HEAD route of its own beside a GET has a job of its own', async () => {
  const app = fastify({ exposeHeadRoutes: false })
  await app.register(punctual, { startOn: 'ready' })
  app.get('/both', { config: { schedule: { trigger } } }, () => 'ok')
  app.head('/both', { config: { schedule: { trigger } } }, () => '')
  await app.ready()
  const { items } = await app.scheduler.listJobs()
  expect(items.map(({ id }) => id).sort()).toEqual(['GET /both', 'HEAD /both'])
  await app.close()
})

test('an answer that begins after the run was aborted is not waited for', async () => {
  const app = await server()
  const endless = new Readable({ read() {} })
  const schedule = { id: 'late', trigger, timeout: '20ms' }
  app.get('/late', { config: { schedule } }, async ({ run }, reply) => {
    await new Promise((resolve) => run?.signal.addEventListener('abort', resolve))
    return await reply.send(endless)
  })
  await app.ready()
  const closed = new Promise((resolve) => endless.once('close', resolve))
  expect((await ran(app.scheduler, 'late')).error?.code).toBe('PUNCTUAL_RUN_TIMEOUT')
  await closed
  await app.close()
})
