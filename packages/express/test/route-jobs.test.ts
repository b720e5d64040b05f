import { currentRun, every, type RunContext } from '@punctual/core'
import type { Request, RequestHandler } from 'express'
import { describe, expect, test } from 'vitest'
import { punctual, scheduled } from '../src/index.ts'
import { versions } from './express-versions.ts'
import { ServedApp } from './served-app.ts'

const trigger = every('1h')
const tell: RequestHandler = (req, res) => {
  const { method, originalUrl: url, params, query, body } = req as Request<object, unknown, unknown>
  res.json({ method, url, params, query, body: body ?? null, run: req.run?.runId ?? null })
}

describe.each(versions)('%s', (_name, express) => {
  test('a run goes through the middleware and the route, with all that its request says', async () => {
    const seen: string[] = []
    await using served = await ServedApp.start(express, (app) => {
      app.use(express.json(), (req, _res, next) => {
        seen.push(`app ${req.get('x-team')}`)
        next()
      })
      const job = {
        ...{ id: 'daily-report', trigger },
        request: {
          params: { kind: 'daily' },
          query: { to: 'a b', tag: ['x', 'y'] },
          headers: { 'X-Team': 'sales' },
          body: { full: true },
        },
      }
      app.post('/reports/:kind', (_req, _res, next) => next(), scheduled(job), tell)
    })
    const run = await served.run('daily-report')
    expect(run).toMatchObject({
      state: 'succeeded',
      result: {
        status: 200,
        body: {
          ...{
            method: 'POST',
            url: '/reports/daily?to=a+b&tag=x&tag=y',
            params: { kind: 'daily' },
          },
          ...{ query: { to: 'a b', tag: ['x', 'y'] }, body: { full: true }, run: run.id },
        },
      },
    })
    expect(seen).toEqual(['app sales'])
  })

  test('a GET route fires by its trigger, and an async handler is waited for', async () => {
    const asked = Promise.withResolvers<RunContext<unknown> | null>()
    await using served = await ServedApp.start(express, (app) => {
      const job = scheduled({ id: 'sync', trigger: every('1h', { immediate: true }) })
      app.get('/sync', job, async (req, res) => {
        await new Promise((resolve) => setImmediate(resolve))
        asked.resolve(req.run)
        res.sendStatus(204)
      })
    })
    const ended = new Promise((resolve) => served.scheduler.on('run:succeeded', resolve))
    expect(await asked.promise).toMatchObject({ jobId: 'sync', task: 'sync', cause: 'fire' })
    await ended
    const { items } = await served.scheduler.listRuns({ job: 'sync' })
    expect(items).toMatchObject([{ state: 'succeeded', result: { status: 204, body: null } }])
  })

  test('req.run is the context of the run, which is also the current run of the handler', async () => {
    let same: readonly boolean[] = []
    await using served = await ServedApp.start(express, (app, scheduler) => {
      app.use(punctual(scheduler), express.json())
      const job = scheduled({ id: 'job', trigger, request: { body: [1] } })
      app.post('/job', job, async (req, res) => {
        await new Promise((resolve) => setImmediate(resolve))
        same = [
          req.run !== null,
          currentRun()?.runId === req.run?.runId,
          req.scheduler === scheduler,
        ]
        res.end()
      })
    })
    expect(await served.run('job')).toMatchObject({ state: 'succeeded' })
    expect(same).toEqual([true, true, true])
  })

  test('nothing that a client sends makes it a run', async () => {
    await using served = await ServedApp.start(express, (app, scheduler) => {
      app.use(express.json())
      app.use((req, res, next) => {
        Object.assign(req, req.query, req.body)
        if (req.run === null) res.status(401).json({ run: req.run })
        else next()
      })
      app.use(punctual(scheduler))
      app.all('/job/:run', tell)
      app.post('/job', scheduled({ id: 'job', trigger }), tell)
    })
    expect(await served.run('job')).toMatchObject({ state: 'succeeded', result: { status: 200 } })
    const id = (await served.run('job')).id
    const headers = [
      { 'user-agent': 'lightMyRequest' },
      { run: id, 'x-run': id, 'x-punctual-run': id, 'punctual-run-id': id },
      { 'content-type': 'application/json', islightmyrequest: 'true' },
      { host: 'localhost:80', 'x-forwarded-for': '127.0.0.1' },
    ]
    const answers = [
      ...headers.map((one) => fetch(`${served.url}/job`, { method: 'POST', headers: one })),
      fetch(`${served.url}/job?isLightMyRequest=1`, { method: 'POST' }),
      fetch(`${served.url}/job/${id}`, { method: 'OPTIONS' }),
      fetch(`${served.url}/job/__proto__`, { method: 'PUT' }),
    ]
    for (const answer of await Promise.all(answers)) {
      expect(answer.status).toBe(401)
      expect(await answer.json()).toEqual({ run: null })
    }
    const body = JSON.stringify({ run: { runId: id }, _lightMyRequest: {} })
    const type = { 'content-type': 'application/json' }
    const forged = [
      fetch(`${served.url}/job`, { method: 'POST', headers: type, body }),
      fetch(`${served.url}/job?run[runId]=${id}&run=${id}`, { method: 'POST' }),
    ]
    // Copied onto the request by a careless middleware: refused, and no run all the same.
    for (const answer of await Promise.all(forged)) expect(answer.status).toBe(500)
  })

  test('a middleware that copies fields onto requests does not reach the run', async () => {
    await using served = await ServedApp.start(express, (app, scheduler) => {
      app.set('env', 'test')
      app.use(punctual(scheduler), (req, _res, next) => {
        Object.assign(req, { run: { runId: 'forged' } })
        next()
      })
      app.get('/', tell)
    })
    expect((await fetch(served.url)).status).toBe(500)
  })

  test('after runs went through the app, clients are served as before', async () => {
    await using served = await ServedApp.start(express, (app) => {
      app.use(express.json())
      app.post('/job', scheduled({ id: 'job', trigger, request: { body: {} } }), tell)
    })
    await served.run('job')
    const answer = await fetch(`${served.url}/job`, {
      ...{ method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } },
    })
    expect(await answer.json()).toMatchObject({ body: { a: 1 }, run: null })
    expect((await fetch(`${served.url}/none`)).status).toBe(404)
    expect(await served.run('job')).toMatchObject({ state: 'succeeded' })
  })

  test('without an id, a job is called by method and path', async () => {
    await using served = await ServedApp.start(express, (app) => {
      app.post('/reports/:kind', scheduled({ trigger, request: { params: { kind: 'x' } } }), tell)
      app.route('/tidy').get(scheduled({ trigger }), tell).post(tell)
      app.head('/ping', scheduled({ trigger }), (_req, res) => void res.end())
      const router = express.Router()
      router.get('/daily', scheduled({ trigger, request: { url: '/admin/daily?a=1' } }), tell)
      app.use('/admin', router)
      const open = express.Router()
      open.route('/open').put(scheduled({ trigger }), tell)
      app.use(open)
    })
    const ids = ['GET /admin/daily', 'GET /tidy', 'HEAD /ping', 'POST /reports/:kind', 'PUT /open']
    const { items } = await served.scheduler.listJobs()
    expect(items.map(({ id }) => id).sort()).toEqual(ids)
    for (const id of ids) {
      expect(await served.run(id), id).toMatchObject({
        state: 'succeeded',
        result: { status: 200 },
      })
    }
  })

  test('a route carries several jobs, in a list or one after the other, each with its request', async () => {
    await using served = await ServedApp.start(express, (app) => {
      const job = (kind: string) => ({ id: kind, trigger, request: { params: { kind } } })
      app.post('/r/:kind', scheduled([job('a'), job('b')]), scheduled(job('c')), tell)
    })
    for (const kind of ['a', 'b', 'c']) {
      expect(await served.run(kind)).toMatchObject({ result: { body: { params: { kind } } } })
    }
  })

  test('paths that Express does not keep as one text go by request.url', async () => {
    const job = (id: string, url: string) => scheduled({ id, trigger, request: { url } })
    await using served = await ServedApp.start(express, (app) => {
      app.get(['/one', '/two'], job('list', '/two'), tell)
      app.get(/^\/p\d+$/, job('pattern', '/p7'), tell)
      const inner = express.Router()
      inner.get('/deep', job('deep', '/a/b/deep'), tell)
      const outer = express.Router()
      outer.use('/b', inner)
      app.use('/a', outer).use('/again', outer)
    })
    for (const [id, url] of Object.entries({ list: '/two', pattern: '/p7', deep: '/a/b/deep' })) {
      expect(await served.run(id)).toMatchObject({ state: 'succeeded', result: { body: { url } } })
    }
  })

  test('policies of the job are those of the declaration, and the route is its source', async () => {
    await using served = await ServedApp.start(express, (app) => {
      app.get('/x', scheduled({ id: 'x', trigger, timeout: '5m', tags: ['night'], retry: 2 }), tell)
    })
    const job = await served.scheduler.getJob('x')
    expect(job).toMatchObject({
      ...{ task: 'x', origin: 'declared' },
      policies: { timeout: 300_000, tags: ['night'], retry: { limit: 2 } },
    })
  })
})

test('the parameters of the route keep their types', async () => {
  const [[, express]] = versions as [(typeof versions)[0]]
  const app = express()
  app.post('/reports/:kind/:day', scheduled({ trigger }), (req, res) => {
    const { kind, day } = req.params
    const texts: readonly string[] = [kind, day]
    // @ts-expect-error the route has no such parameter
    void req.params.other
    res.json(texts)
  })
  expect(app).toBeTypeOf('function')
})
