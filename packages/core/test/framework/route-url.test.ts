import fc from 'fast-check'
import { expect, test } from 'vitest'
import { routeUrl } from '../../src/framework/route-url.ts'

const refused = expect.objectContaining({ code: 'PUNCTUAL_ROUTE_URL' })

test('the names of a path are filled in, and the query is added', () => {
  const request = { params: { kind: 'daily', day: 7 }, query: { to: 'a b', tag: ['x', 'y'] } }
  expect(routeUrl('/reports/:kind/:day', request, 'r')).toBe('/reports/daily/7?to=a+b&tag=x&tag=y')
  expect(routeUrl('/flights/:from-:to', { params: { from: 'A', to: 'B' } }, 'r')).toBe(
    '/flights/A-B',
  )
  expect(routeUrl('/', {}, 'r')).toBe('/')
})

test('a value cannot leave its place in the path', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (kind) => {
      fc.pre(!/^\.{1,2}$/.test(kind))
      const url = new URL(routeUrl('/reports/:kind/end', { params: { kind } }, 'r'), 'http://x')
      const parts = url.pathname.split('/')
      expect(parts).toHaveLength(4)
      expect(decodeURIComponent(parts[2] ?? '')).toBe(kind)
      expect(url.search + url.hash).toBe('')
    }),
  )
})

test('a value that no path can hold is refused', () => {
  for (const kind of ['.', '..', '\ud800']) {
    expect(() => routeUrl('/reports/:kind/end', { params: { kind } }, 'r')).toThrow(refused)
  }
})

test('a name without a value and a value without a name are refused, each by name', () => {
  expect(() => routeUrl('/reports/:kind', {}, 'daily')).toThrow(
    'route job "daily": the path /reports/:kind needs a value in request.params.kind',
  )
  expect(() => routeUrl('/reports', { params: { kind: 'x' } }, 'daily')).toThrow(
    'route job "daily": request.params.kind is no part of the path /reports',
  )
  expect(() => routeUrl('/reports/:kind', { params: { kind: '' } }, 'daily')).toThrow(refused)
})

test('a path that is more than plain names needs a URL of its own', () => {
  for (const path of ['/files/*splat', '/a{/:b}', '/:id(\\d+)', '/a?', '/a/::b', '/x+']) {
    expect(() => routeUrl(path, {}, 'r'), path).toThrow(refused)
    expect(routeUrl(path, { url: '/files/a/b?x=1', query: { y: 2 } }, 'r')).toBe(
      '/files/a/b?x=1&y=2',
    )
  }
})

test('a URL of its own is a path of this server', () => {
  const odd = ['/a#b', '/a\\b', '/a\nb', '/a\u0000', '/\ud800']
  for (const url of ['', 'files', '//elsewhere/x', 'http://elsewhere/x', ...odd]) {
    expect(() => routeUrl('/x', { url }, 'r'), url).toThrow(refused)
  }
})

test('what every object has by itself is no value of a parameter', () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(() => routeUrl(`/a/:${name}`, {}, 'r'), name).toThrow(refused)
    const params = JSON.parse(`{"${name}":"b"}`) as Record<string, string>
    expect(routeUrl(`/a/:${name}`, { params }, 'r')).toBe('/a/b')
  }
})

test('what is no text is refused, in the path and in the query', () => {
  for (const value of [null, undefined, {}, [{}], () => {}, Symbol('s')]) {
    // As JavaScript may have it.
    const given = { a: value } as unknown as Record<string, string>
    expect(() => routeUrl('/:a', { params: given }, 'r')).toThrow(refused)
    expect(() => routeUrl('/', { query: given }, 'r')).toThrow(refused)
  }
})
