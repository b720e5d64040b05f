import { expect, test } from 'vitest'
import { links } from '../rules/links.mjs'
import { lockfile } from '../rules/lockfile.mjs'
import { words } from '../rules/words.mjs'

test('a lockfile that names a registry is refused', () => {
  const integrity = '    resolution: {integrity: sha512-abc}\n'
  expect(lockfile([{ path: 'pnpm-lock.yaml', text: integrity }])).toEqual([])
  const tarball = `${integrity}    resolution: {tarball: https://registry.example/a.tgz}\n`
  expect(lockfile([{ path: 'pnpm-lock.yaml', text: tarball }])).toEqual([
    'pnpm-lock.yaml:2 names a host',
  ])
})

test.each([
  [`see /${'home'}/ann/punctual`, 'names a folder of one machine'],
  [`// @ts-${'ignore'}`, 'silences a tool'],
  [`/* oxlint-${'disable'} no-console */`, 'silences a tool'],
  [`test.${'skip'}('later', () => {})`, 'leaves a test out'],
  [`describe.${'only'}('this', () => {})`, 'leaves a test out'],
])('%s is refused', (text, why) => {
  expect(words([{ path: 'a.ts', text: `\n${text}` }])).toEqual([`a.ts:2 ${why}`])
})

test('a path of a web server and an expected error are no offence', () => {
  expect(words([{ path: 'a.ts', text: "app.get('/work', x)\n// @ts-expect-error" }])).toEqual([])
})

test('a link to a page that is not there is found', () => {
  const files = [
    { path: 'docs/guide.md', text: '[errors](./reference/errors.md#top) [x](https://x.example)' },
    { path: 'docs/reference/errors.md', text: '[back](../guide.md) [gone](./gone.md)' },
  ]
  expect(links(files)).toEqual(['docs/reference/errors.md: there is no docs/reference/gone.md'])
})

test('every file that the architecture page names has to exist', () => {
  const files = [
    { path: 'ARCHITECTURE.md', text: 'First `engine/planner.ts`, then `engine/gone.ts`.' },
    { path: 'packages/core/src/engine/planner.ts', text: '' },
  ]
  expect(links(files)).toEqual(['ARCHITECTURE.md: there is no engine/gone.ts'])
})
