import { describe, expect, test } from 'vitest'
import { storeCases } from '../src/conformance/index.ts'
import { callFaults } from './faults/call-faults.ts'
import { faultyHarness, type Fault } from './faults/fault.ts'
import { rowFaults } from './faults/row-faults.ts'

/** The names of the cases that fail on a store with this fault. */
async function failing(fault: Fault | null): Promise<readonly string[]> {
  const names: string[] = []
  for (const { name, run } of storeCases) {
    const failed = await run(faultyHarness(fault)).then(
      () => false,
      () => true,
    )
    if (failed) names.push(name)
  }
  return names
}

test('no case fails on a sound store', async () => {
  expect(await failing(null)).toEqual([])
})

test('every case has a name of its own, with its group in front', () => {
  const names = storeCases.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, group } of storeCases) expect(name.startsWith(`${group}: `)).toBe(true)
})

describe('a case fails when', () => {
  for (const fault of [...callFaults, ...rowFaults]) {
    test(fault.says, async () => {
      expect(await failing(fault)).toContain(fault.caughtBy)
    })
  }
})
