import 'reflect-metadata'
import { frameworkCasesFor } from '@punctual/testing/conformance'
import { describe, test } from 'vitest'
import { nestHarness } from './conformance-app.ts'
import { platforms } from './nest-apps.ts'

for (const platform of platforms) {
  describe(`NestJS on platform-${platform}`, () => {
    const harness = nestHarness(platform)
    for (const { name, run } of frameworkCasesFor(harness.capabilities)) {
      test(name, () => run(harness))
    }
  })
}
