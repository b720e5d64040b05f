import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as ours from '../../src/schedule-compat/index.ts'

const require = createRequire(import.meta.url)
const toad: object = require('toad-scheduler')
const plugin: object = require('@fastify/schedule')

/** All names in the export lists of a file, types too. */
function exportedBy(path: string): readonly string[] {
  const lists = readFileSync(path, 'utf8').matchAll(/export (?:type )?\{([^}]*)\}/g)
  return [...lists].flatMap(([, list = '']) =>
    list.split(',').flatMap((one) => one.trim().split(' as ').slice(-1).filter(Boolean)),
  )
}

test('every value of toad-scheduler and of @fastify/schedule is there, and nothing else', () => {
  const values = [...Object.keys(toad), 'default', 'fastifySchedule']
  expect(Object.keys(plugin)).toEqual(expect.arrayContaining(['default', 'fastifySchedule']))
  expect(Object.keys(ours).sort()).toEqual(values.sort())
})

test('every type of toad-scheduler is there, and one more: the options of the plugin', () => {
  const theirs = exportedBy(require.resolve('toad-scheduler').replace(/\.js$/, '.d.ts'))
  expect(theirs).toContain('ToadSchedulerOptions')
  const mine = exportedBy(
    fileURLToPath(new URL('../../src/schedule-compat/index.ts', import.meta.url)),
  )
  const names = [...theirs, 'default', 'fastifySchedule', 'FastifyScheduleOptions']
  expect([...mine].sort()).toEqual(names.sort())
})

test('constants and states have the same values', () => {
  for (const [name, value] of Object.entries(toad)) {
    if (typeof value === 'function') continue
    expect(ours).toHaveProperty(name, value)
  }
})

test('classes have the same public methods', () => {
  for (const [name, value] of Object.entries(toad)) {
    if (typeof value !== 'function' || value.prototype === undefined) continue
    const same: unknown = Reflect.get(ours, name)
    expect(typeof same).toBe('function')
    for (const method of Object.getOwnPropertyNames(value.prototype)) {
      // Private in its types.
      if (['setTimeEatingJob', 'registerJob'].includes(method)) continue
      expect(Reflect.get((same as { prototype: object }).prototype, method), method).toBeTypeOf(
        'function',
      )
    }
  }
})
