import { expect, test } from 'vitest'
import { ask, serve, textOf } from './served.ts'

test.each([
  ['throws', () => Promise.reject(new Error('broken'))],
  ['answers with a body that somebody else reads', () => taken()],
  ['answers with an error response', () => Response.error()],
])('nothing is sent when a handler %s: the framework can answer', async (_, handler) => {
  const served = await serve(handler)
  const answer = await ask(served)
  expect(answer.statusCode).toBe(500)
  expect(await textOf(answer)).toBe('the framework answers')
  expect(served.ends).toEqual([expect.any(Error)])
})

function taken(): Response {
  const response = new Response('mine')
  response.body?.getReader()
  return response
}

test('a handler that throws at once rejects like one that does so later', async () => {
  const served = await serve(() => {
    throw new TypeError('at once')
  })
  expect(await textOf(await ask(served))).toBe('the framework answers')
  expect(served.ends).toMatchObject([{ name: 'TypeError', message: 'at once' }])
})

test('an answer that breaks midway is cut, so that nobody takes it for whole', async () => {
  const seen = Promise.withResolvers<void>()
  const body = new ReadableStream({
    start: (controller) => controller.enqueue('a part'),
    async pull(controller) {
      await seen.promise
      controller.error(new Error('broke midway'))
    },
  })
  const served = await serve(() => new Response(body))
  const ended = served.ended()
  const answer = await ask(served)
  expect(answer.statusCode).toBe(200)
  seen.resolve()
  await expect(textOf(answer)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(await ended).toMatchObject({ message: 'broke midway' })
})

test('a chunk that cannot be sent cuts the answer and cancels the body', async () => {
  const seen = Promise.withResolvers<void>()
  const cancelled = Promise.withResolvers<unknown>()
  const body = new ReadableStream({
    async pull(controller) {
      await seen.promise
      controller.enqueue({ no: 'bytes' })
    },
    cancel: cancelled.resolve,
  })
  const served = await serve(() => new Response(body))
  const ended = served.ended()
  const answer = await ask(served)
  seen.resolve()
  await expect(textOf(answer)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(await ended).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' })
  expect(await cancelled.promise).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' })
})

test('a body that cannot be cancelled when its client left is told of', async () => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue('x'),
    cancel: () => Promise.reject(new Error('cannot be cancelled')),
  })
  const served = await serve(() => new Response(body))
  const ended = served.ended()
  const answer = await ask(served)
  answer.destroy()
  expect(await ended).toMatchObject({ message: 'cannot be cancelled' })
})

test('what others answered already stands, and the body of the handler is cancelled', async () => {
  const cancelled = Promise.withResolvers<unknown>()
  const served = await serve(
    () => new Response(new ReadableStream({ cancel: cancelled.resolve })),
    { before: async (_, res) => (res.writeHead(408).end('too late'), {}) },
  )
  const answer = await ask(served)
  expect([answer.statusCode, await textOf(answer)]).toEqual([408, 'too late'])
  await cancelled.promise
})
