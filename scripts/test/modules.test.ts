import { expect, test } from 'vitest'
import { modules } from '../rules/modules.mjs'

test.each([
  ['export default class Scheduler {}', 'give the export a name'],
  ['const a = 1\nexport default a', 'give the export a name'],
  ["export { a } from './a.ts'", 'only an index.ts re-exports'],
  ["export * from './a.ts'", 'only an index.ts re-exports'],
])('%s is refused', (text, why) => {
  const [offence, ...more] = modules([{ path: 'packages/core/src/jobs/job.ts', text }])
  expect(offence).toContain(why)
  expect(more).toEqual([])
})

test('a configuration file may have the default export that its tool asks for', () => {
  expect(modules([{ path: 'vitest.config.ts', text: 'export default {}' }])).toEqual([])
})

test.each(['utils.ts', 'helpers.ts', 'common.ts', 'JobStore.ts', 'job_store.ts'])(
  '%s is no name for a file',
  (name) => {
    expect(modules([{ path: `packages/core/src/jobs/${name}`, text: '' }])).toHaveLength(1)
  },
)

test('an index.ts only re-exports, by name, and a package exports it', () => {
  const exports = { './store': { 'punctual-src': './src/store/index.ts' } }
  const manifest = {
    path: 'packages/core/package.json',
    text: JSON.stringify({ exports }, null, 2),
  }
  const entry = 'packages/core/src/store/index.ts'
  expect(modules([manifest, { path: entry, text: "export { a } from './a.ts'" }])).toEqual([])
  expect(modules([manifest, { path: entry, text: "export * from './a.ts'" }])).toHaveLength(1)
  expect(modules([manifest, { path: entry, text: 'export const a = 1' }])).toHaveLength(1)
  expect(modules([manifest, { path: 'packages/core/src/jobs/index.ts', text: '' }])).toEqual([
    'packages/core/src/jobs/index.ts: no package exports this index',
  ])
})

test('only the entry that stands in for a package with a default export may re-export one', () => {
  const exports = { './schedule-compat': { 'punctual-src': './src/schedule-compat/index.ts' } }
  const text = "export { plugin as default } from './plugin.ts'"
  const offences = (home: string) =>
    modules([
      { path: `${home}/package.json`, text: JSON.stringify({ exports }, null, 2) },
      { path: `${home}/src/schedule-compat/index.ts`, text },
    ])
  expect(offences('packages/fastify')).toEqual([])
  expect(offences('packages/nestjs')).toHaveLength(1)
})
