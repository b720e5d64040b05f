import { expect, test } from 'vitest'
import { readAnswer, type InjectedAnswer } from '../../src/framework/route-answer.ts'

function answer(
  statusCode: number,
  chunks: readonly string[],
  type = 'application/json; charset=utf-8',
): InjectedAnswer {
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield new TextEncoder().encode(chunk)
  }
  return { statusCode, headers: { 'content-type': type }, stream }
}

test('2xx and 3xx succeed, with the answer where it is JSON', async () => {
  expect(await readAnswer(answer(200, ['{"sent"', ':3}']))).toEqual({
    status: 200,
    body: { sent: 3 },
  })
  expect(await readAnswer(answer(200, ['3'], 'application/vnd.x+json'))).toEqual({
    status: 200,
    body: 3,
  })
  expect(await readAnswer(answer(204, []))).toEqual({ status: 204, body: null })
  expect(await readAnswer(answer(302, ['moved'], 'text/plain'))).toEqual({
    status: 302,
    body: null,
  })
  expect(await readAnswer(answer(200, ['{broken']))).toEqual({ status: 200, body: null })
})

test.each([100, 199, 400, 401, 404, 500, 503])('%i fails, and says what came', async (status) => {
  const failure = readAnswer(answer(status, ['no ', 'luck'], 'text/plain'))
  await expect(failure).rejects.toMatchObject({
    code: 'PUNCTUAL_ROUTE_FAILED',
    message: `the route answered ${status}\nno luck`,
    details: { status, body: 'no luck' },
  })
})

test('of a long answer only the beginning is kept, and all of it is read', async () => {
  let read = 0
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (; read < 1_000; read += 1) yield new Uint8Array(10_000).fill(97)
  }
  const long = { headers: { 'content-type': 'application/json' }, stream }
  expect(await readAnswer({ ...long, statusCode: 200 })).toEqual({ status: 200, body: null })
  expect(read).toBe(1_000)
  read = 0
  const failure = await readAnswer({ ...long, statusCode: 500 }).catch((error: unknown) => error)
  expect(failure).toMatchObject({ details: { body: 'a'.repeat(500) } })
  expect(read).toBe(1_000)
})

test('a character that two chunks share is put together', async () => {
  const bytes = new TextEncoder().encode('"ü"')
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (const byte of bytes) yield Uint8Array.of(byte)
  }
  const split = { statusCode: 200, headers: { 'content-type': 'application/json' }, stream }
  expect(await readAnswer(split)).toEqual({ status: 200, body: 'ü' })
})

test('an answer that breaks off fails with its own error', async () => {
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(1)
    throw new Error('the client left')
  }
  await expect(readAnswer({ statusCode: 200, headers: {}, stream })).rejects.toThrow(
    'the client left',
  )
})
