import { once } from 'node:events'
import { connect, createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import inject, { type DispatchFunc } from 'light-my-request'
import { expect, onTestFinished, test } from 'vitest'
import { nodeHandler } from '../../src/http/node-handler.ts'
import { ask, raw, serve, textOf } from './served.ts'

/** Answers with what it was asked. */
async function mirror(request: Request, { basePath }: { basePath: string }): Promise<Response> {
  const { method, url, headers } = request
  const body = await request.text()
  return Response.json({ method, url, basePath, headers: [...headers], body })
}

test('a handler is given method, path, query, headers and body, and its answer comes back whole', async () => {
  const served = await serve(mirror, { mount: { basePath: '/jobs' } })
  const response = await fetch(`${served.url}/a%20b/?c=%26&c=2`, {
    method: 'PATCH',
    headers: { 'x-name': 'käse', accept: 'a/b' },
    body: 'grüße',
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  const said = (await response.json()) as { headers: [string, string][] }
  expect(said).toMatchObject({
    method: 'PATCH',
    url: `${served.url}/a%20b/?c=%26&c=2`,
    basePath: '/jobs',
    body: 'grüße',
  })
  expect(said.headers).toContainEqual(['x-name', 'käse'])
  expect(served.ends).toEqual([undefined])
})

test('headers that come or go several times stay several', async () => {
  const served = await serve((request) => {
    const headers = new Headers({ 'x-seen': String(request.headers.get('x-many')) })
    headers.append('set-cookie', 'a=1; Path=/')
    headers.append('set-cookie', 'b=2')
    return new Response(request.headers.get('cookie'), { headers })
  })
  const answer = await ask(served, { headers: { 'x-many': ['1', '2, 3'], cookie: ['c=1', 'd=2'] } })
  expect(answer.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2'])
  expect(answer.headers['x-seen']).toBe('1, 2, 3')
  expect(await textOf(answer)).toBe('c=1; d=2')
})

test('status and reason are those of the handler, and 204 and 304 have no body', async () => {
  const served = await serve((request) => {
    const status = Number(new URL(request.url).pathname.slice(1))
    return new Response(null, { status, statusText: status === 299 ? 'Quite Fine' : '' })
  })
  for (const [status, reason] of [
    [299, 'Quite Fine'],
    [204, 'No Content'],
    [304, 'Not Modified'],
    [503, 'Service Unavailable'],
  ] as const) {
    const answer = await ask(served, { path: `/${status}` })
    expect([answer.statusCode, answer.statusMessage]).toEqual([status, reason])
    expect(await textOf(answer)).toBe('')
  }
})

test('HEAD is answered with the headers of the body, and the body is cancelled unread', async () => {
  let reason: unknown = 'never'
  const body = new ReadableStream({ cancel: (why) => void (reason = why) }, { highWaterMark: 0 })
  const served = await serve(() => new Response(body, { headers: { 'content-length': '12' } }))
  const answer = await ask(served, { method: 'HEAD' })
  expect(answer.headers['content-length']).toBe('12')
  expect(await textOf(answer)).toBe('')
  expect(reason).toBeUndefined()
})

test.each([
  ['', 'http://localhost/x'],
  ['Host: \r\n', 'http://localhost/x'],
  ['Host: shop.example:8080\r\n', 'http://shop.example:8080/x'],
  ['Host: [::1]:80\r\n', 'http://[::1]/x'],
  ['Host: shop.example:99999\r\n', 'http://localhost/x'],
  ['Host: evil.example/path?\r\n', 'http://localhost/x'],
  ['Host: user@evil.example\r\n', 'http://localhost/x'],
  ['Host: a b\r\n', 'http://localhost/x'],
  ['Host: [::\r\n', 'http://localhost/x'],
])('of the Host header %j no more is believed than a name and a port', async (header, url) => {
  const served = await serve((request) => new Response(request.url))
  expect(await raw(served, `GET /x HTTP/1.0\r\n${header}\r\n`)).toMatch(
    new RegExp(`\r\n\r\n${url.replaceAll(/[[\]]/g, '\\$&')}$`),
  )
})

test.each([
  ['//evil.example/x', 'http://localhost//evil.example/x'],
  ['http://evil.example/x?y', 'http://localhost/x?y'],
  ['http://evil.example', 'http://localhost/'],
  ['?y', 'http://localhost/?y'],
  ['', 'http://localhost/'],
])('the path %j cannot lead to another host', async (url, seen) => {
  const served = await serve((request) => new Response(request.url), { mount: { url } })
  expect(await raw(served, 'GET / HTTP/1.0\r\n\r\n')).toMatch(
    new RegExp(`\r\n\r\n${seen.replaceAll('?', '\\?')}$`),
  )
})

test('a method that a Request cannot have is answered with 501', async () => {
  const served = await serve(mirror)
  expect(await raw(served, 'TRACE / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 501 /)
  expect(served.ends).toEqual([undefined])
})

test('it answers requests that never saw a socket', async () => {
  const bridge = nodeHandler(mirror)
  const dispatch: DispatchFunc = (req, res) => {
    void bridge(req, res, { basePath: '/in', url: req.url ?? '/' })
  }
  const posted = await inject(dispatch, { method: 'POST', url: '/a?b', payload: { c: 1 } })
  expect(posted.json()).toMatchObject({
    method: 'POST',
    url: 'http://localhost/a?b',
    body: '{"c":1}',
  })
  const head = await inject(dispatch, { method: 'HEAD', url: '/a' })
  expect([head.statusCode, head.payload]).toEqual([200, ''])
  const streamed = await inject(dispatch, { url: '/a', payloadAsStream: true })
  let text = ''
  for await (const chunk of streamed.stream()) text += String(chunk)
  expect(JSON.parse(text)).toMatchObject({ method: 'GET', basePath: '/in' })
})

test('it answers over HTTP/2, without the headers that are forbidden there', async () => {
  const bridge = nodeHandler(async (request) => {
    const headers = { connection: 'keep-alive', 'set-cookie': 'a=1' }
    return new Response(`${request.url} ${await request.text()}`, { headers, statusText: 'Fine' })
  })
  const server = createServer((req, res) => {
    void bridge(req as never, res as never, { basePath: '', url: req.url })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = connect(origin)
  onTestFinished(() => {
    client.destroy()
    server.close()
  })
  const stream = client.request({ ':method': 'POST', ':path': '/two' })
  stream.end('hello')
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>]
  expect(headers).toMatchObject({ ':status': 200, 'set-cookie': ['a=1'] })
  let text = ''
  for await (const chunk of stream.setEncoding('utf8')) text += String(chunk)
  expect(text).toBe(`${origin}/two hello`)
})
