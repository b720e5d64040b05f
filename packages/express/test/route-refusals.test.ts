import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createScheduler, cron, every, type Json, type Scheduler } from '@punctual/core'
import type { Express, RequestHandler } from 'express'
import { describe, expect, test } from 'vitest'
import { attach, scheduled } from '../src/index.ts'
import { versions, type ExpressFactory } from './express-versions.ts'

const trigger = every('1h')
const end: RequestHandler = (_req, res) => void res.end()

/** What `attach` refuses the app with, and how many jobs there are then. */
async function refusal(
  express: ExpressFactory,
  build: (app: Express, scheduler: Scheduler) => void,
): Promise<{ code: string; message: string; jobs: number }> {
  const app = express()
  const scheduler = createScheduler()
  build(app, scheduler)
  try {
    attach(createServer(app), app, scheduler)
  } catch (error) {
    await scheduler.start()
    const jobs = (await scheduler.listJobs()).items.length
    await scheduler.stop()
    const { code, message } = error as { code: string; message: string }
    return { code, message, jobs }
  }
  throw new Error('it was taken')
}

describe.each(versions)('%s', (_name, express) => {
  test('a job whose URL Express does not know is refused at once, and says what to give', async () => {
    const refused = await refusal(express, (app) => {
      app.get('/fine', scheduled({ trigger }), end)
      const router = express.Router()
      router.post('/daily', scheduled({ id: 'daily', trigger }), end)
      app.use('/reports', router)
    })
    expect(refused).toEqual({
      code: 'PUNCTUAL_ROUTE_URL',
      message:
        'route job "daily": Express does not say where POST /daily of a router is reached: give request.url, the whole path',
      jobs: 0,
    })
    const without: ((app: Express) => void)[] = [
      (app) => app.get(['/a', '/b'], scheduled({ trigger }), end),
      (app) => app.get(/^\/a/, scheduled({ trigger }), end),
      (app) => app.get('/a/:b', scheduled({ trigger }), end),
      (app) => app.get('/a', scheduled({ trigger, request: { params: { b: 1 } } }), end),
      (app) => app.get('/a', scheduled({ trigger, request: { url: 'http://elsewhere/' } }), end),
      (app) => {
        const [outer, inner] = [express.Router(), express.Router()]
        inner.get('/', scheduled({ trigger }), end)
        app.use('/x', outer.use(inner))
      },
    ]
    for (const build of without) {
      expect(await refusal(express, build)).toMatchObject({ code: 'PUNCTUAL_ROUTE_URL', jobs: 0 })
    }
  })

  test('a job that stands on no route, or on all methods of one, is refused', async () => {
    const stray: ((app: Express) => void)[] = [
      (app) => app.use(scheduled({ trigger })),
      (app) => app.use('/x', express.Router().use('/y', scheduled({ trigger }))),
      (app) => app.all('/x', scheduled({ trigger }), end),
      (app) => app.route('/x').all(scheduled({ trigger })).get(end),
      (app) => app.use(express.Router().all('/x', scheduled({ trigger }), end)),
      (app) => {
        const both = scheduled({ trigger })
        app.route('/x').get(both, end).post(both, end)
      },
    ]
    for (const build of stray) {
      const refused = await refusal(express, build)
      expect(refused).toMatchObject({ code: 'PUNCTUAL_ROUTE_URL', jobs: 0 })
      expect(refused.message).toContain('app.post(path, scheduled(job), handler)')
    }
  })

  test('an id that is taken is refused, whoever took it', async () => {
    const twice: ((app: Express, scheduler: Scheduler) => void)[] = [
      (app) => app.get('/a', scheduled([{ trigger }, { trigger }]), end),
      (app) => {
        const same = scheduled({ id: 'same', trigger })
        app.get('/a', same, end).get('/b', same, end)
      },
    ]
    for (const build of twice) {
      expect(await refusal(express, build)).toMatchObject({ code: 'PUNCTUAL_JOB_EXISTS', jobs: 0 })
    }
    const taken = await refusal(express, (app, scheduler) => {
      scheduler.schedule('daily', trigger, () => {})
      app.get('/a', scheduled({ id: 'daily', trigger }), end)
    })
    expect(taken).toMatchObject({ code: 'PUNCTUAL_JOB_EXISTS', jobs: 1 })
  })

  test('a request that cannot be sent is refused by its code', async () => {
    const loop: Record<string, Json> = {}
    loop.self = loop
    const requests = [
      [{ parms: { a: 1 } }, 'PUNCTUAL_OPTION_INVALID'],
      [{ headers: { 'no name': 'x' } }, 'PUNCTUAL_OPTION_INVALID'],
      [{ headers: { name: 'a\nb' } }, 'PUNCTUAL_OPTION_INVALID'],
      [{ body: loop }, 'PUNCTUAL_NOT_JSON'],
      [{ body: () => {} }, 'PUNCTUAL_NOT_JSON'],
    ] as const
    for (const [request, code] of requests) {
      // As JavaScript may have it: the compiler refuses most of these.
      const job = { id: 'daily', trigger, request: request as object }
      const refused = await refusal(express, (app) => app.get('/a', scheduled(job), end))
      expect(refused).toMatchObject({ code, jobs: 0 })
      expect(refused.message).toContain('route job "daily"')
    }
  })

  test('a job that attach could not find warns with the first request to its route', async () => {
    const app = express()
    const inner = express()
    inner.get('/in', scheduled({ trigger }), end)
    app.use('/app', inner)
    app.get('/found', scheduled({ trigger }), end)
    app.get('/alone', scheduled([]), end)
    const server = app.listen(0, '127.0.0.1')
    const attached = attach(server, app, createScheduler())
    app.get('/late', scheduled({ trigger }), end)
    await attached.ready
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const warnings: (Error & { code?: string })[] = []
    const hear = (warning: Error): void => void warnings.push(warning)
    process.on('warning', hear)
    for (const path of ['/app/in', '/app/in', '/found', '/late']) {
      expect((await fetch(url + path)).status).toBe(200)
    }
    process.off('warning', hear)
    expect(warnings).toMatchObject([
      { name: 'PunctualWarning', code: 'PUNCTUAL_ROUTE_URL' },
      { message: expect.stringContaining('/late') },
    ])
    await attached.close()
  })

  test('what is wrong with a trigger or a policy is refused as everywhere', async () => {
    expect(() => scheduled({ trigger: cron('0 25 * * *') })).toThrow(
      expect.objectContaining({ code: 'PUNCTUAL_CRON_RANGE' }),
    )
    const job = { trigger, timeout: 'soon' }
    const refused = await refusal(express, (app) => app.get('/a', scheduled(job), end))
    expect(refused).toMatchObject({ code: 'PUNCTUAL_POLICY_INVALID', jobs: 0 })
  })

  test('an app that attach refused takes no client for a run', async () => {
    const app = express()
    app.use((req, res, next) => (req.run === null ? void res.sendStatus(401) : next()))
    app.get('/a/:b', scheduled({ trigger }), end)
    const server = app.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const refused = expect.objectContaining({ code: 'PUNCTUAL_ROUTE_URL' })
    expect(() => attach(server, app, createScheduler())).toThrow(refused)
    const { port } = server.address() as AddressInfo
    const close = { headers: { connection: 'close' } }
    expect((await fetch(`http://127.0.0.1:${port}/a/1`, close)).status).toBe(401)
    await new Promise((resolve) => server.close(resolve))
  })
})
