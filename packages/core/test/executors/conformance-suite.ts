import { executorCasesFor, type ExecutorHarness } from '@punctual/testing/conformance'
import { afterAll, describe, test, vi } from 'vitest'
import { warmed } from './harnesses.ts'

/** Every case for one executor; each kind in a file of its own, because they take their time and run beside each other. */
export function conformanceSuite(kind: string, cold: ExecutorHarness): void {
  // A busy machine takes its time to start workers.
  vi.setConfig({ testTimeout: 120_000 })
  describe(`${kind}()`, () => {
    const harness = warmed(cold)
    afterAll(() => harness.close())
    for (const { name, run } of executorCasesFor(harness.capabilities)) {
      test(name, () => run(harness))
    }
  })
}
