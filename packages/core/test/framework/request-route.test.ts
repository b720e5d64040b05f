import { expect, test } from 'vitest'
import type { InjectedAnswer } from '../../src/framework/route-answer.ts'
import { requestRoute } from '../../src/framework/request-route.ts'

const call = { id: 'daily', method: 'GET', url: '/x?token=secret', headers: {}, body: null }

function answer(statusCode: number, broken?: Error): InjectedAnswer {
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('{"a":1}')
    if (broken !== undefined) throw broken
  }
  return { statusCode, headers: { 'content-type': 'application/json' }, stream }
}

const requested = (sent: InjectedAnswer | Error, reached = true): Promise<unknown> =>
  requestRoute(call, {
    send: async () => {
      if (sent instanceof Error) throw sent
      return sent
    },
    reached: () => reached,
  })

test('an answer of the route is the result', async () => {
  expect(await requested(answer(200))).toEqual({ status: 200, body: { a: 1 } })
  await expect(requested(answer(401), false)).rejects.toThrow('the route answered 401\n{"a":1}')
})

test('a good answer of something before the route fails the run, and its message keeps the query to itself', async () => {
  await expect(requested(answer(302), false)).rejects.toMatchObject({
    code: 'PUNCTUAL_ROUTE_FAILED',
    message: 'GET /x was answered 302 before it reached the route of the job',
    details: { status: 302, body: { a: 1 } },
  })
})

test('a request or an answer that breaks off fails the run with the cause', async () => {
  const cause = new Error('socket hang up')
  for (const sent of [cause, answer(200, cause)]) {
    await expect(requested(sent)).rejects.toMatchObject({
      code: 'PUNCTUAL_ROUTE_FAILED',
      message: 'GET /x broke its answer off',
      cause,
    })
  }
})
