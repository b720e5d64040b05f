import { once } from 'node:events'
import { Agent, request as send, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { ask, serve, textOf } from './served.ts'

const MEGABYTE = 1_048_576

test('an answer is made no faster than a slow client reads, and arrives whole', async () => {
  const chunk = new Uint8Array(65_536).fill(97)
  let res: ServerResponse | null = null
  let left = (32 * MEGABYTE) / chunk.length
  let buffered = 0
  const body = new ReadableStream({
    pull(controller) {
      buffered = Math.max(buffered, res?.writableLength ?? 0)
      if (left === 0) return controller.close()
      left -= 1
      controller.enqueue(chunk)
    },
  })
  const served = await serve(() => new Response(body), {
    before: async (_, given) => ((res = given), {}),
  })
  const answer = await ask(served)
  for (let turns = 0; turns < 200; turns += 1) await turn()
  expect(left).toBeGreaterThan(0)
  let bytes = 0
  for await (const piece of answer as AsyncIterable<Buffer>) bytes += piece.length
  expect(bytes).toBe(32 * MEGABYTE)
  expect(buffered).toBeLessThan(4 * chunk.length)
})

test('the head of an answer goes out before its body has begun', async () => {
  const body = new ReadableStream({ pull: () => new Promise(() => {}) })
  const served = await serve(
    () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
  )
  const answer = await ask(served)
  expect(answer.headers['content-type']).toBe('text/event-stream')
  answer.destroy()
  expect(await served.ended()).toBeUndefined()
})

test('a client that leaves an endless answer aborts the signal and cancels the body', async () => {
  const cancelled = Promise.withResolvers<unknown>()
  let signal: AbortSignal | null = null
  const served = await serve((request) => {
    signal = request.signal
    const start = (controller: ReadableStreamDefaultController): void => controller.enqueue('tick')
    return new Response(new ReadableStream({ start, cancel: cancelled.resolve }))
  })
  const answer = await ask(served)
  await once(answer, 'data')
  expect(signal).toMatchObject({ aborted: false })
  const ended = served.ended()
  answer.destroy()
  expect(await cancelled.promise).toMatchObject({ name: 'AbortError' })
  expect(signal).toMatchObject({ aborted: true, reason: { message: 'the client left' } })
  expect(await ended).toBeUndefined()
})

test('a client that does not read and leaves sets a waiting answer free', async () => {
  const cancelled = Promise.withResolvers<unknown>()
  let pulls = 0
  const pull = (controller: ReadableStreamDefaultController): void => {
    controller.enqueue(new Uint8Array(MEGABYTE))
    pulls += 1
    if (pulls > 64) controller.error(new Error('nobody waits for the client'))
  }
  const served = await serve(
    () => new Response(new ReadableStream({ pull, cancel: cancelled.resolve })),
  )
  const answer = await ask(served)
  for (let turns = 0; turns < 100; turns += 1) await turn()
  const ended = served.ended()
  answer.destroy()
  expect(await cancelled.promise).toMatchObject({ name: 'AbortError' })
  expect(await ended).toBeUndefined()
})

test('a client that leaves before there is an answer aborts the signal, and the answer is dropped', async () => {
  const arrived = Promise.withResolvers<void>()
  const cancelled = Promise.withResolvers<unknown>()
  const served = await serve(async ({ signal }) => {
    arrived.resolve()
    await once(signal, 'abort')
    return new Response(new ReadableStream({ cancel: cancelled.resolve }))
  })
  const socket = connect(served.port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
  await arrived.promise
  const ended = served.ended()
  socket.destroy()
  expect(await cancelled.promise).toMatchObject({ name: 'AbortError' })
  expect(await ended).toBeUndefined()
})

test.each([
  ['/reason', undefined],
  ['/upload', undefined],
  ['/own', { message: 'a fault of its own' }],
])(
  'of failures after the client left, %s ends as %o: only those of its own count',
  async (path, end) => {
    const arrived = Promise.withResolvers<void>()
    const served = await serve(async (request) => {
      arrived.resolve()
      if (path === '/upload') return new Response(await request.text())
      await once(request.signal, 'abort')
      if (path === '/reason') request.signal.throwIfAborted()
      throw new Error('a fault of its own')
    })
    const socket = connect(served.port, '127.0.0.1')
    socket.write(`POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf`)
    await arrived.promise
    const ended = served.ended()
    socket.destroy()
    const told = await ended
    if (end === undefined) expect(told).toBeUndefined()
    else expect(told).toMatchObject(end)
  },
)

test('a signal works also for a handler that kept nothing else of its request', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const aborted = Promise.withResolvers<string>()
  const served = await serve(({ signal }) => {
    signal.addEventListener('abort', () => aborted.resolve('aborted'))
    return new Response(new ReadableStream())
  })
  const answer = await ask(served)
  for (let round = 0; round < 10; round += 1) {
    collect()
    await turn()
  }
  const ended = served.ended()
  answer.destroy()
  expect(await ended).toBeUndefined()
  await turn()
  expect(await Promise.race([aborted.promise, Promise.resolve('silent')])).toBe('aborted')
})

test('a signal does not abort once the answer is over', async () => {
  let signal: AbortSignal | null = null
  const served = await serve((request) => {
    signal = request.signal
    return new Response('all')
  })
  const agent = new Agent({ keepAlive: true })
  expect(await textOf(await ask(served, { agent }))).toBe('all')
  agent.destroy()
  for (let turns = 0; turns < 20; turns += 1) await turn()
  expect(signal).toMatchObject({ aborted: false })
})

test('a large body arrives whole, and is taken no faster than the handler reads', async () => {
  let ahead = 0
  const served = await serve(
    async ({ body }) => {
      let bytes = 0
      for await (const chunk of body!) {
        bytes += chunk.length
        await turn()
      }
      return new Response(String(bytes))
    },
    {
      before: async (req) => {
        const watch = (): void => {
          ahead = Math.max(ahead, req.readableLength)
          if (!req.destroyed) setImmediate(watch)
        }
        watch()
        return {}
      },
    },
  )
  const body = new Uint8Array(16 * MEGABYTE)
  expect(await textOf(await ask(served, { method: 'POST', body }))).toBe(String(body.length))
  expect(ahead).toBeLessThan(MEGABYTE)
})

test.each(['leaves unread', 'reads in part and cancels', 'reads in part and forgets'])(
  'a body that the handler %s does not block the connection for the next request',
  async (how) => {
    const served = await serve(async (request) => {
      const reader = how === 'leaves unread' ? null : request.body?.getReader()
      await reader?.read()
      if (how.endsWith('cancels')) await reader?.cancel()
      return new Response('enough')
    })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let time = 0; time < 2; time += 1) {
      const body = new Uint8Array(4 * MEGABYTE)
      const sent = send(served.url, { method: 'POST', agent })
      const closed = once(sent, 'close')
      sent.end(body)
      const [answer] = await once(sent, 'response')
      expect(await textOf(answer)).toBe('enough')
      expect(sent.reusedSocket).toBe(time === 1)
      await closed
    }
    agent.destroy()
  },
)
