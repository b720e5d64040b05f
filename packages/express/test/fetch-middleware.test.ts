import type { FetchHandler } from '@punctual/core/http'
import type { ErrorRequestHandler } from 'express'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { fetchMiddleware } from '../src/index.ts'
import { versions, type ExpressFactory } from './express-versions.ts'

async function serve(
  express: ExpressFactory,
  build: (app: ReturnType<ExpressFactory>) => void,
): Promise<AsyncDisposable & { readonly url: string }> {
  const app = express()
  build(app)
  const server: Server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const echo: FetchHandler = async (request, { basePath }) =>
  Response.json({
    ...{ method: request.method, path: new URL(request.url).pathname, basePath },
    ...{ search: new URL(request.url).search, body: await request.text() },
  })

describe.each(versions)('%s', (_name, express) => {
  test('a handler is told its mount path, and its URL is what comes after', async () => {
    await using app = await serve(express, (one) => {
      const router = express.Router()
      router.use('/deep', fetchMiddleware(echo))
      one.use('/ops', fetchMiddleware(echo)).use('/a/:b', router).use(fetchMiddleware(echo))
    })
    const asked = async (path: string): Promise<unknown> =>
      await (await fetch(app.url + path)).json()
    expect(await asked('/ops/jobs/1?x=2')).toMatchObject({
      ...{ basePath: '/ops', path: '/jobs/1', search: '?x=2', method: 'GET' },
    })
    expect(await asked('/ops')).toMatchObject({ basePath: '/ops', path: '/' })
    expect(await asked('/a/c/deep/d')).toMatchObject({ basePath: '/a/c/deep', path: '/d' })
    expect(await asked('/else')).toMatchObject({ basePath: '', path: '/else' })
  })

  test('a body comes through, whether a parser was there before or not', async () => {
    await using app = await serve(express, (one) => {
      one.use('/raw', fetchMiddleware(echo)).use(express.json())
      one.use('/parsed', fetchMiddleware(echo))
    })
    for (const [path, type, body] of [
      ['/raw', 'application/json', '{"a":[1,"é"]}'],
      ['/parsed', 'application/json', '{"a":[1,"é"]}'],
      ['/parsed', 'application/json', '{}'],
      ['/parsed', 'text/plain', 'not for the parser'],
      ['/parsed', 'application/json', ''],
    ] as const) {
      const answer = await fetch(app.url + path, {
        ...{ method: 'POST', body, headers: { 'content-type': type } },
      })
      expect(await answer.json(), `${path} ${body}`).toMatchObject({ method: 'POST', body })
    }
  })

  test('what the handler throws goes to the error handlers of the app', async () => {
    await using app = await serve(express, (one) => {
      const broken: FetchHandler = () => {
        throw new Error('out of paper')
      }
      const tell: ErrorRequestHandler = (error: Error, _req, res, _next) => {
        res.status(503).send(error.message)
      }
      one.use('/sync', fetchMiddleware(broken))
      one.use(
        '/later',
        fetchMiddleware(async (...args) => await broken(...args)),
      )
      one.use(tell)
    })
    for (const path of ['/sync', '/later']) {
      const answer = await fetch(app.url + path)
      expect([answer.status, await answer.text()]).toEqual([503, 'out of paper'])
    }
  })
})
