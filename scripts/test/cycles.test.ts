import { expect, test } from 'vitest'
import { cycles } from '../rules/cycles.mjs'

test('files that import each other are named once, type imports included', () => {
  expect(
    cycles([
      file('a', "import type { B } from './b.ts'"),
      file('b', "export type { C } from './c.ts'"),
      file('c', "import { a } from './a.ts'"),
      file('d', "import { a } from './a.ts'"),
    ]),
  ).toEqual(['import cycle: src/a.ts, src/b.ts, src/c.ts'])
})

test('two cycles apart are two, and a file may import itself neither', () => {
  expect(
    cycles([
      file('a', "import './b.ts'"),
      file('b', "import './a.ts'\nimport './c.ts'"),
      file('c', "import './d.ts'"),
      file('d', "import './c.ts'"),
      file('e', "import './e.ts'"),
    ]),
  ).toEqual([
    'import cycle: src/c.ts, src/d.ts',
    'import cycle: src/a.ts, src/b.ts',
    'import cycle: src/e.ts',
  ])
})

test('a diamond is no cycle', () => {
  expect(
    cycles([
      file('a', "import './b.ts'\nimport './c.ts'"),
      file('b', "import './d.ts'"),
      file('c', "import './d.ts'\nimport './b.ts'"),
      file('d', ''),
    ]),
  ).toEqual([])
})

function file(name: string, text: string): { path: string; text: string } {
  return { path: `src/${name}.ts`, text }
}
