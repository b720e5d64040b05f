import { expect, test } from 'vitest'
import { isPlaceGone, ownPlace } from '../../src/sqlite/place.ts'
import { startChild } from './child.ts'

const onLinux = process.platform === 'linux'

function altered(place: string, change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...JSON.parse(place), ...change })
}

test.runIf(onLinux)('a process is gone as soon as it was killed, and not before', async () => {
  const child = startChild('living')
  const place = String(await child.hear())
  expect(isPlaceGone(place)).toBe(false)
  await child.kill()
  expect(isPlaceGone(place)).toBe(true)
})

test.runIf(onLinux)('a process that got the id of another is not taken for it', () => {
  expect(isPlaceGone(altered(ownPlace!, { started: '1' }))).toBe(true)
  expect(isPlaceGone(ownPlace!)).toBe(false)
})

test.runIf(onLinux)('nobody can tell of a process elsewhere', async () => {
  const child = startChild('living')
  const place = String(await child.hear())
  await child.kill()
  for (const change of [{ host: 'other' }, { boot: 'other' }, { namespace: 'pid:[1]' }]) {
    expect(isPlaceGone(altered(place, change))).toBe(false)
  }
})

test('a place that cannot be read says nothing', () => {
  const places = ['', 'null', '7', '{}', '[]', '{"host":1}', '{"pid":"1"}']
  for (const place of places) expect(isPlaceGone(place)).toBe(false)
})
