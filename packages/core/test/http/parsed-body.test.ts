import { json, text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { ask, serve, textOf, type ServeOptions } from './served.ts'

/** Says what a handler sees of a body, after something else parsed it. */
async function seen(
  type: string,
  body: string,
  before: NonNullable<ServeOptions['before']>,
): Promise<unknown> {
  const served = await serve(
    async (request) => {
      const { headers } = request
      const length = headers.get('content-length')
      return Response.json([headers.get('content-type'), length, await request.text()])
    },
    { before },
  )
  const headers = { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) }
  return JSON.parse(await textOf(await ask(served, { method: 'POST', headers, body })))
}

test('a body that was parsed as JSON is JSON again', async () => {
  const before = async (req: NodeJS.ReadableStream): Promise<object> => ({ body: await json(req) })
  expect(await seen('application/json', '{ "a": [1, "ü"] }', before)).toEqual([
    'application/json',
    null,
    '{"a":[1,"ü"]}',
  ])
  expect(await seen('application/json', ' null ', before)).toEqual([
    'application/json',
    null,
    'null',
  ])
  expect(await seen('application/json', '{}', before)).toEqual(['application/json', null, '{}'])
})

test('a body that was read as text or bytes stays as it was', async () => {
  const before = async (req: NodeJS.ReadableStream): Promise<object> => ({ body: await text(req) })
  expect(await seen('text/csv', 'a;ü', before)).toEqual(['text/csv', null, 'a;ü'])
  const bytes = async (req: NodeJS.ReadableStream): Promise<object> => ({
    body: Buffer.from(await text(req)),
  })
  expect(await seen('image/png', 'PNG', bytes)).toEqual(['image/png', null, 'PNG'])
})

test('a form that was parsed is a form again where it can be, and JSON otherwise', async () => {
  const form = (body: object): ServeOptions['before'] & object => {
    return async (req) => {
      await text(req)
      return { body }
    }
  }
  const type = 'application/x-www-form-urlencoded'
  expect(await seen(type, 'a=1&b=x&b=y+z', form({ a: '1', b: ['x', 'y z'] }))).toEqual([
    type,
    null,
    'a=1&b=x&b=y+z',
  ])
  expect(await seen(type, 'a[b]=1', form({ a: { b: '1' } }))).toEqual([
    'application/json',
    null,
    '{"a":{"b":"1"}}',
  ])
})

test('what a parser leaves behind where it read nothing is not taken for the body', async () => {
  expect(await seen('text/plain', 'unread', async () => ({ body: {} }))).toEqual([
    'text/plain',
    '6',
    'unread',
  ])
})
