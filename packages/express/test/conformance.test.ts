import { frameworkCasesFor } from '@punctual/testing/conformance'
import { describe, test } from 'vitest'
import { expressHarness } from './conformance-app.ts'
import { versions } from './express-versions.ts'

for (const [version, express] of versions) {
  describe(version, () => {
    const harness = expressHarness(express)
    for (const { name, run } of frameworkCasesFor(harness.capabilities)) {
      test(name, () => run(harness))
    }
  })
}
