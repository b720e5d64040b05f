import { expect, test } from 'vitest'
import type { RouteJob } from '../../src/framework/route-job.ts'
import { routeCall } from '../../src/framework/route-call.ts'
import { every } from '../../src/triggers/every.ts'

const trigger = every('1h')
const route = { method: 'POST', path: '/reports' }

/** A call as JavaScript may ask for it. */
const asked = (request: unknown): unknown =>
  routeCall(route, { id: 'daily', trigger, request } as RouteJob)

test('a job makes its request with lower-case names, and its body as JSON', () => {
  const request = { headers: { 'X-Team': 'a' }, query: { page: 2 }, body: { rows: [1] } }
  expect(asked(request)).toEqual({
    id: 'daily',
    method: 'POST',
    url: '/reports?page=2',
    headers: { 'content-type': 'application/json', 'x-team': 'a' },
    body: '{"rows":[1]}',
  })
  expect(asked({ headers: { 'Content-Type': 'text/x' }, body: null })).toMatchObject({
    headers: { 'content-type': 'text/x' },
    body: 'null',
  })
  expect(asked(undefined)).toMatchObject({ headers: {}, body: null })
})

test('a job without an id is called by method and path, and by that of its URL where the route tells none', () => {
  expect(routeCall(route, { trigger }).id).toBe('POST /reports')
  const request = { url: '/admin/sync?full=1' }
  expect(routeCall({ method: 'GET', path: null }, { trigger, request })).toMatchObject({
    id: 'GET /admin/sync',
    url: '/admin/sync?full=1',
  })
})

test('what is no request is refused by its code, and names the job', () => {
  const loop: Record<string, unknown> = {}
  loop['self'] = loop
  const refused = [
    ['PUNCTUAL_OPTION_INVALID', null, 'daily', [], { parms: {} }],
    ['PUNCTUAL_OPTION_INVALID', { params: null }, { query: ['a'] }, { headers: 'a: b' }],
    ['PUNCTUAL_OPTION_INVALID', { headers: { a: undefined } }, { headers: { a: ['b'] } }],
    ['PUNCTUAL_OPTION_INVALID', { headers: { 'no name': 'x' } }, { headers: { a: 'b\r\nc: d' } }],
    ['PUNCTUAL_NOT_JSON', { body: loop }, { body: () => {} }, { body: { big: 1n } }],
  ] as const
  for (const [code, ...requests] of refused) {
    for (const request of requests) {
      const message = expect.stringContaining('route job "daily": ')
      expect(() => asked(request)).toThrow(expect.objectContaining({ code, message }))
    }
  }
  for (const job of [null, undefined, 'daily', [trigger]] as unknown as RouteJob[]) {
    expect(() => routeCall(route, job)).toThrow(
      'route job "POST /reports": it has to be an object with a trigger',
    )
  }
})
