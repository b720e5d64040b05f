import { expect, test } from 'vitest'
import { ambient } from '../rules/ambient.mjs'

test.each([
  'const now = Date.now()',
  'const now = new Date()',
  'const share = Math.random()',
  'const id = crypto.randomUUID()',
  'const id = randomUUID()',
  "import { randomUUID } from 'node:crypto'",
  "import { setTimeout as sleep } from 'node:timers/promises'",
  'setTimeout(run, 5)',
  'globalThis.setInterval(run, 5)',
  'const wait = setTimeout',
  'const begun = performance.now()',
])('%s goes past the clock or the entropy', (text) => {
  expect(ambient([{ path: 'packages/core/src/engine/node.ts', text }])).toHaveLength(1)
})

test.each([
  'const then = new Date(0)',
  'const timer = clock.setTimeout(5)',
  'const setTimeoutWords = "Date.now()"',
  '// Date.now() is not called here',
  'interface Clock { setTimeout(): void }',
])('%s does not', (text) => {
  expect(ambient([{ path: 'packages/core/src/engine/node.ts', text }])).toEqual([])
})

test('the system clock is the door through which time comes in', () => {
  const path = 'packages/core/src/engine/system-clock.ts'
  expect(ambient([{ path, text: 'const now = Date.now()' }])).toEqual([])
})
