import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonTextOf, MOST_BYTES, parseJson } from '../../src/json/json-text.ts'

const circle: { self?: unknown } = {}
circle.self = circle

const tower = Array.from({ length: 1_200 }).reduce<unknown>((inner) => [inner], 1)

const wide = Array.from({ length: 7 }).reduce<unknown>(
  (inner) => Array.from({ length: 12 }, () => inner),
  'x',
)

const refused: readonly (readonly [string, unknown, RegExp])[] = [
  ['NaN', { a: Number.NaN }, /input\.a is not plain JSON: NaN/],
  ['a bigint', { a: [1n] }, /input\.a\[0\].*pass text/],
  ['a Date', { at: new Date(0) }, /input\.at.*Date/],
  ['a Map', new Map(), /input is not plain JSON.*Map/],
  ['a function', [() => 1], /input\[0\].*function/],
  ['a symbol', { s: Symbol('s') }, /input\.s.*symbol/],
  ['undefined in a list', [undefined], /input\[0\].*undefined/],
  ['a class instance', { m: new (class Money {})() }, /input\.m.*Money/],
  ['an object with toJSON', { toJSON: () => 1 }, /toJSON/],
  ['a circle', circle, /contains itself/],
  ['a tower of lists', tower, /nested/],
  ['a few objects that stand for millions', wide, /more than 256 KiB/],
]

test.each(refused)('%s is refused with its path', (_name, value, message) => {
  expect(() => jsonTextOf(value, { name: 'input' })).toThrow(message)
})

test('a value of more than 256 KiB as JSON is refused by its bytes, not its characters', () => {
  const fits = 'a'.repeat(MOST_BYTES - 2)
  expect(jsonTextOf(fits, { name: 'input' })).toHaveLength(MOST_BYTES)
  expect(() => jsonTextOf(`${fits}a`, { name: 'input' })).toThrow(/more than 256 KiB/)
  expect(() => jsonTextOf('é'.repeat(MOST_BYTES / 2), { name: 'input' })).toThrow(/256 KiB/)
})

test('undefined has no text, and an undefined property is left out', () => {
  expect(jsonTextOf(undefined, { name: 'input' })).toBeNull()
  expect(jsonTextOf({ a: undefined }, { name: 'input' })).toBe('{}')
})

test('every JSON value survives the store', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = jsonTextOf(value, { name: 'input' })
      expect(parseJson(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})
