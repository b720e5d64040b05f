import { expect, test } from 'vitest'
import { packages } from '../rules/packages.mjs'

const ours = { '@punctual/core': 'workspace:^' }
const everything = { ...ours, '@punctual/store-sql': '*', '@punctual/testing': '*' }
const manifests = [
  manifest('core', { exports: { '.': {}, './store': {} } }),
  manifest('store-sql', { dependencies: ours, exports: { './sqlite': {} } }),
  manifest('express', { dependencies: ours, peerDependencies: { express: '5' } }),
  manifest('testing', { dependencies: ours, exports: { '.': {} } }),
]

test('a package reaches another by its exports only', () => {
  expect(offences('express', "import { x } from '@punctual/core/engine'")).toEqual([
    'packages/express/src/a.ts:1 @punctual/core/engine is not exported',
  ])
  expect(offences('express', "import { x } from '../../core/src/index.ts'")).toEqual([
    'packages/express/src/a.ts:1 must not reach into packages/core/src/index.ts: import the package',
  ])
  expect(offences('store-sql', "import { x } from '@punctual/core/store'")).toEqual([])
})

test('what is not declared is not imported', () => {
  expect(offences('express', "import express from 'express'")).toEqual([])
  expect(offences('express', "import pino from 'pino'")).toEqual([
    'packages/express/src/a.ts:1 pino is no dependency of @punctual/express',
  ])
})

test('a framework package knows no store and nothing in production knows the testing package', () => {
  const all = [...manifests, manifest('cli', { dependencies: everything })]
  const text =
    "import { x } from '@punctual/store-sql/sqlite'\nimport { y } from '@punctual/testing'"
  expect(packages([...all, { path: 'packages/cli/src/a.ts', text }])).toEqual([
    'packages/cli/src/a.ts:1 @punctual/cli must not import @punctual/store-sql',
    'packages/cli/src/a.ts:2 @punctual/cli must not import @punctual/testing',
  ])
})

test('tests may use the testing package', () => {
  const text = "import { y } from '@punctual/testing'"
  expect(packages([...manifests, { path: 'packages/express/test/a.test.ts', text }])).toEqual([])
})

function offences(name: string, text: string): string[] {
  return packages([...manifests, { path: `packages/${name}/src/a.ts`, text }])
}

function manifest(name: string, rest: object): { path: string; text: string } {
  const text = JSON.stringify({ name: `@punctual/${name}`, ...rest })
  return { path: `packages/${name}/package.json`, text }
}
