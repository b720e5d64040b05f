import { executorCasesFor } from '@punctual/testing/conformance'
import { afterAll, describe, test, vi } from 'vitest'
import { inlineHarness, processesHarness, threadsHarness, warmed } from './harnesses.ts'

// A busy machine takes its time to start workers.
vi.setConfig({ testTimeout: 120_000 })

const harnesses = { inline: inlineHarness, threads: threadsHarness, processes: processesHarness }

for (const [kind, cold] of Object.entries(harnesses)) {
  describe(`${kind}()`, () => {
    const harness = warmed(cold)
    afterAll(() => harness.close())
    for (const { name, run } of executorCasesFor(harness.capabilities)) {
      test(name, () => run(harness))
    }
  })
}
