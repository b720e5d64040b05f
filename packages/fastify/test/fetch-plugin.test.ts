import { fastify, type FastifyInstance } from 'fastify'
import type { FetchHandler } from '@punctual/core/http'
import { expect, test } from 'vitest'
import { fetchPlugin } from '../src/index.ts'

const echo: FetchHandler = async (request, { basePath }) =>
  Response.json({
    ...{ method: request.method, path: new URL(request.url).pathname, basePath },
    ...{ search: new URL(request.url).search, body: await request.text() },
  })

async function serve(app: FastifyInstance): Promise<string> {
  return await app.listen({ port: 0, host: '127.0.0.1' })
}

const asJson = { 'content-type': 'application/json' }

test('it answers at its prefix and below, for every method, with the body as it came in', async () => {
  const app = fastify()
  await app.register(fetchPlugin(echo), { prefix: '/internal' })
  app.post('/own', ({ body }) => ({ body }))
  const url = await serve(app)
  const at = async (path: string, init?: RequestInit): Promise<unknown> =>
    (await fetch(url + path, init)).json()
  const bare = { method: 'GET', basePath: '/internal', path: '/', search: '', body: '' }
  expect(await at('/internal')).toEqual(bare)
  expect(await at('/internal/')).toEqual(bare)
  expect(await at('/internal?a=1')).toEqual({ ...bare, search: '?a=1' })
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const init = { method, headers: asJson, body: '{ "not parsed' }
    const path = '/a/b'
    expect(await at('/internal/a/b?x', init)).toEqual({
      ...{ method, path, basePath: '/internal', search: '?x', body: '{ "not parsed' },
    })
  }
  const head = await fetch(`${url}/internal/x`, { method: 'HEAD' })
  expect(head.headers.get('content-type')).toContain('json')
  const own = { method: 'POST', headers: asJson, body: '{"still":"parsed"}' }
  expect(await at('/own', own)).toEqual({ body: { still: 'parsed' } })
  expect((await fetch(`${url}/elsewhere`)).status).toBe(404)
  await app.close()
})

test('mounted at the root and below a parameter it knows where it is', async () => {
  const app = fastify()
  await app.register(fetchPlugin(echo), { prefix: '/:shop/jobs' })
  await app.register(fetchPlugin(echo))
  const json = async (path: string): Promise<unknown> => (await app.inject(path)).json()
  expect(await json('/tea/jobs/1')).toMatchObject({ basePath: '/tea/jobs', path: '/1' })
  expect(await json('/other')).toMatchObject({ basePath: '', path: '/other' })
  await app.close()
})

test('hooks of the scope around it guard it, and what they set is sent', async () => {
  const app = fastify()
  app.addHook('onRequest', async ({ headers }, reply) => {
    reply.header('x-frame-options', 'DENY')
    if (headers.authorization === undefined) await reply.code(401).send({ error: 'who are you?' })
  })
  await app.register(fetchPlugin(echo), { prefix: '/internal' })
  expect((await app.inject('/internal/x')).statusCode).toBe(401)
  const known = await app.inject({ url: '/internal/x', headers: { authorization: 'me' } })
  expect(known.statusCode).toBe(200)
  expect(known.headers['x-frame-options']).toBe('DENY')
  await app.close()
})

test('what the function throws goes to the error handler', async () => {
  const app = fastify()
  app.setErrorHandler(async (error: Error, _request, reply) => {
    await reply.code(503).send({ says: error.message })
  })
  const failing: FetchHandler = () => Promise.reject(new Error('no'))
  await app.register(fetchPlugin(failing), { prefix: '/internal' })
  const answer = await app.inject('/internal')
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toEqual({ says: 'no' })
  await app.close()
})

test('a stream goes out piece by piece, breaks with its source, and ends when the client leaves', async () => {
  const app = fastify()
  const left = Promise.withResolvers<void>()
  const streams: FetchHandler = ({ url, signal }) => {
    signal.addEventListener('abort', () => left.resolve())
    const breaks = url.endsWith('/breaks')
    let pulls = 0
    return new Response(
      new ReadableStream({
        pull(controller) {
          pulls += 1
          if (pulls === 1) controller.enqueue(new TextEncoder().encode('first'))
          else if (breaks) controller.error(new Error('broken'))
          else return new Promise(() => {})
        },
      }),
    )
  }
  await app.register(fetchPlugin(streams), { prefix: '/s' })
  const url = await serve(app)
  const open = await fetch(`${url}/s/open`)
  const reader = open.body!.getReader()
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('first')
  await reader.cancel()
  await left.promise
  await expect(fetch(`${url}/s/breaks`).then((answer) => answer.text())).rejects.toThrow()
  await app.close()
})
