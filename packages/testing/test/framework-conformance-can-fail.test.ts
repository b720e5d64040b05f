import { expect, test } from 'vitest'
import { frameworkCases } from '../src/conformance/index.ts'
import { answerFaults } from './framework-faults/answer-faults.ts'
import { bootFaults } from './framework-faults/boot-faults.ts'
import { closeFaults } from './framework-faults/close-faults.ts'
import { mountFaults } from './framework-faults/mount-faults.ts'
import { rawHarness } from './framework-faults/raw-harness.ts'
import { routeFaults } from './framework-faults/route-faults.ts'

const faults = [...bootFaults, ...closeFaults, ...mountFaults, ...answerFaults, ...routeFaults]
/** What is broken is waited for in vain, so not for long: who waits too little fails too, and that is what is asked. */
const PATIENCE = 150

for (const { says, caughtBy, App } of faults) {
  test(`a case fails when ${says}`, async () => {
    for (const name of caughtBy) {
      const found = frameworkCases.find((one) => one.name === name)
      await expect(found?.run(rawHarness(App, PATIENCE)), name).rejects.toThrow()
    }
  })
}

test('every case fails for some fault', () => {
  const caught = new Set(faults.flatMap(({ caughtBy }) => caughtBy))
  expect(frameworkCases.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([])
})
