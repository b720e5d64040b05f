import { expect, test } from 'vitest'
import { frameworkCases } from '../src/conformance/index.ts'
import { RawApp } from './framework-faults/raw-app.ts'
import { rawHarness } from './framework-faults/raw-harness.ts'

for (const { name, run } of frameworkCases) {
  test(name, () => run(rawHarness(RawApp)))
}

test('every case has a name of its own, with its group in front', () => {
  const names = frameworkCases.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, group } of frameworkCases) expect(name.startsWith(`${group}: `)).toBe(true)
})
