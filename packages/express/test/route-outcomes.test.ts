import { once } from 'node:events'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { createScheduler, every, memoryStore } from '@punctual/core'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { describe, expect, test } from 'vitest'
import { scheduled } from '../src/index.ts'
import { versions } from './express-versions.ts'
import { ServedApp } from './served-app.ts'

const trigger = every('1h')

function failure(status: number, body: string): object {
  const code = 'PUNCTUAL_ROUTE_FAILED'
  return {
    state: 'failed',
    result: null,
    error: { code, message: `the route answered ${status}\n${body}` },
  }
}

describe.each(versions)('%s', (_name, express) => {
  test('what an error handler answers fails the run, with its status and the beginning of its body', async () => {
    await using served = await ServedApp.start(express, (app) => {
      app.get('/thrown', scheduled({ id: 'thrown', trigger }), () => {
        throw new Error('out of paper')
      })
      app.get('/passed', scheduled({ id: 'passed', trigger }), (_req, _res, next) => {
        next(new Error('y'.repeat(1_000)))
      })
      const tell: ErrorRequestHandler = (error: Error, _req, res, _next) => {
        res.status(503).send(error.message)
      }
      app.use(tell)
    })
    expect(await served.run('thrown')).toMatchObject(failure(503, 'out of paper'))
    expect(await served.run('passed')).toMatchObject(failure(503, 'y'.repeat(500)))
  })

  test('without an error handler, Express answers 500, and the run failed', async () => {
    await using served = await ServedApp.start(express, (app) => {
      app.set('env', 'test')
      app.get('/thrown', scheduled({ id: 'thrown', trigger }), () => {
        throw new Error('out of paper')
      })
    })
    const run = await served.run('thrown')
    expect(run).toMatchObject({ state: 'failed', error: { code: 'PUNCTUAL_ROUTE_FAILED' } })
    expect(run.error?.message).toMatch(/^the route answered 500\n.*out of paper/s)
  })

  test('a redirect of the route succeeds; its 404 fails', async () => {
    await using served = await ServedApp.start(express, (app) => {
      app.post('/go', scheduled({ id: 'go', trigger }), (_req, res) => res.redirect('/elsewhere'))
      app.get(
        '/none',
        scheduled({ id: 'none', trigger }),
        (_req, res) => void res.status(404).end('gone'),
      )
      app.get('/fallen', scheduled({ id: 'fallen', trigger }), (_req, _res, next) => next())
    })
    expect(await served.run('go')).toMatchObject({ state: 'succeeded', result: { status: 302 } })
    expect(await served.run('none')).toMatchObject(failure(404, 'gone'))
    expect((await served.run('fallen')).error?.message).toMatch(/^the route answered 404\n/)
  })

  test('a good answer of something that stands before the route is no success', async () => {
    let made = 0
    await using served = await ServedApp.start(express, (app) => {
      app.use('/admin', (_req, res) => res.redirect('/login'))
      app.post('/admin/report', scheduled({ id: 'login', trigger }), (_req, res) => {
        made += 1
        res.end()
      })
      const router = express.Router()
      const request = { url: '/rooter/x' }
      router.get('/x', scheduled({ id: 'typo', trigger, request }), (_req, res) => void res.end())
      app.use('/router', router)
      app.use((_req, res) => void res.send('<html>'))
    })
    for (const [id, message] of [
      ['login', 'POST /admin/report was answered 302 before it reached the route of the job'],
      ['typo', 'GET /rooter/x was answered 200 before it reached the route of the job'],
    ] as const) {
      const error = { code: 'PUNCTUAL_ROUTE_FAILED', message }
      expect(await served.run(id)).toMatchObject({ state: 'failed', error })
    }
    expect(made).toBe(0)
  })

  test('an answer of many megabytes is read to its end, and not kept', async () => {
    let sent = 0
    await using served = await ServedApp.start(express, (app) => {
      app.get('/export', scheduled({ id: 'export', trigger }), (_req, res) => {
        const piece = Buffer.alloc(65_536, 'x')
        Readable.from(
          (function* pieces() {
            for (; sent < 320; sent += 1) yield piece
          })(),
        ).pipe(res.type('json'))
      })
    })
    const run = await served.run('export')
    expect(run).toMatchObject({ state: 'succeeded', result: { status: 200, body: null } })
    expect(sent).toBe(320)
  })

  test('an answer that breaks off fails the run', async () => {
    await using served = await ServedApp.start(express, (app) => {
      app.get('/late', scheduled({ id: 'late', trigger }), (_req, res, next) => {
        res.write('half ')
        setImmediate(() => next(new Error('no more')))
      })
      app.get('/cut', scheduled({ id: 'cut', trigger }), (req) => void req.socket.destroy())
      const broken = scheduled({ id: 'broken', trigger })
      app.get('/broken', broken, (req) => void req.socket.destroy(new Error('no more')))
      app.get('/lost', scheduled({ id: 'lost', trigger }), (_req, res) => {
        res.write('half ')
        res.destroy(new Error('no more'))
      })
      app.set('env', 'test')
    })
    for (const id of ['late', 'cut', 'broken', 'lost']) {
      const error = { code: 'PUNCTUAL_ROUTE_FAILED', message: `GET /${id} broke its answer off` }
      expect(await served.run(id), id).toMatchObject({ state: 'failed', error })
    }
  })

  test('a failed run is tried again as its job says', async () => {
    const attempts: (number | undefined)[] = []
    await using served = await ServedApp.start(express, (app) => {
      const retry = { limit: 3, delay: '5ms', backoff: 'fixed', jitter: false } as const
      app.post('/flaky', scheduled({ id: 'flaky', trigger, retry }), (req, res) => {
        attempts.push(req.run?.attempt)
        res.status(attempts.length < 3 ? 502 : 200).json({ at: attempts.length })
      })
    })
    const result = { status: 200, body: { at: 3 } }
    expect(await served.run('flaky')).toMatchObject({ state: 'succeeded', attempt: 3, result })
    expect(attempts).toEqual([1, 2, 3])
  })

  test('when the drain is over, the handler sees its run abort and its client leave', async () => {
    const store = memoryStore()
    const inside = Promise.withResolvers<void>()
    const seen: string[] = []
    const served = await ServedApp.start(
      express,
      (app) => {
        app.use(express.json())
        const job = { id: 'long', trigger, request: { body: { long: true } } }
        app.post('/long', scheduled(job), async (req, res) => {
          req.on('close', () => seen.push(`request ${req.destroyed}`))
          res.on('close', () => seen.push(`answer ${res.writableFinished}`))
          req.run?.signal.addEventListener('abort', () => seen.push('signal'))
          inside.resolve()
          await once(res, 'close')
          seen.push('over')
        })
      },
      { drain: '20ms', killAfter: '1m', scheduler: { store } },
    )
    const run = await served.scheduler.runJob('long')
    await inside.promise
    expect(await served.attached.close()).toMatchObject({ finished: 0, aborted: 1 })
    const later = createScheduler({ store, role: 'off' })
    // Given back: the next node to come runs it again.
    expect(await later.getRun(run.id)).toMatchObject({ state: 'pending', attempt: 1 })
    expect(seen.toSorted()).toEqual(['answer false', 'over', 'request true', 'signal'])
  })

  test('a handler that never answers ends with the timeout of its job, not with the process', async () => {
    await using served = await ServedApp.start(express, (app) => {
      app.get('/never', scheduled({ id: 'never', trigger, timeout: '30ms' }), () => {})
      app.get('/silent', scheduled({ id: 'silent', trigger, timeout: '30ms' }), (_req, res) => {
        res.write('and then nothing')
      })
    })
    for (const id of ['never', 'silent']) {
      const error = { code: 'PUNCTUAL_RUN_TIMEOUT' }
      expect(await served.run(id)).toMatchObject({ state: 'failed', error })
    }
  })

  test('a normal end is seen by the route as with a client', async () => {
    const seen = Promise.withResolvers<object>()
    await using served = await ServedApp.start(express, (app) => {
      const job = { id: 'plain', trigger, request: { body: { unread: true } } }
      app.post('/plain', scheduled(job), (req, res) => {
        const events: string[] = []
        for (const name of ['aborted', 'error']) req.on(name, () => events.push(name))
        req.on('close', () =>
          seen.resolve({ events, aborted: req.aborted, ended: res.writableEnded }),
        )
        req.setTimeout(60_000)
        res.setTimeout(60_000)
        res.json({ ip: req.ip, secure: req.secure, trailers: req.trailers })
      })
    })
    const body = { ip: '127.0.0.1', secure: false, trailers: {} }
    expect(await served.run('plain')).toMatchObject({ result: { status: 200, body } })
    expect(await seen.promise).toEqual({ events: [], aborted: false, ended: true })
  })

  test('what a handler of the route rejects with fails the run, with Express 4 too', async () => {
    await using served = await ServedApp.start(express, (app) => {
      const reject = async (): Promise<void> => {
        await pause(1)
        throw new Error('no paper')
      }
      app.get('/alone', scheduled({ id: 'alone', trigger }), reject)
      const pass: RequestHandler = async (_req, _res, next) => next()
      const local: ErrorRequestHandler = (error: Error, _req, _res, next) => {
        next(new Error(`local ${error.message}`))
      }
      app.get('/after', scheduled({ id: 'after', trigger }), pass, reject, local)
      app.use(((error: Error, _req, res, _next) => {
        res.status(503).send(error.message)
      }) satisfies ErrorRequestHandler)
    })
    expect(await served.run('alone')).toMatchObject(failure(503, 'no paper'))
    expect(await served.run('after')).toMatchObject(failure(503, 'local no paper'))
  })

  test('a run calls the handlers of its route as a client does: each once, of its method, in order', async () => {
    let seen: string[] = []
    await using served = await ServedApp.start(express, (app) => {
      const step =
        (name: string, how?: 'route' | 'end'): RequestHandler =>
        (_req, res, next) => {
          seen.push(name)
          if (how === 'end') res.end()
          else if (how === 'route') next(how)
          else next()
        }
      const job = (id: string) => scheduled({ id, trigger })
      const never: ErrorRequestHandler = (_error, _req, res, _next) => void res.status(500).end()
      app.route('/x').all(step('a')).get(job('x'), step('b'), never).post(step('no')).all(step('c'))
      app.get('/x', step('d'), job('y'), step('e', 'route'), step('no'))
      app.get('/x', step('f', 'end'), step('no'))
    })
    for (const id of ['x', 'y']) {
      seen = []
      expect(await served.run(id)).toMatchObject({ state: 'succeeded' })
      expect(seen).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    }
    seen = []
    await fetch(`${served.url}/x`)
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })
})
