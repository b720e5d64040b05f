import { frameworkCasesFor } from '@punctual/testing/conformance'
import { describe, test } from 'vitest'
import { fastifyHarness } from './conformance-app.ts'

for (const startOn of ['listen', 'ready'] as const) {
  describe(`Fastify 5, started on ${startOn}`, () => {
    const harness = fastifyHarness(startOn)
    for (const { name, run } of frameworkCasesFor(harness.capabilities)) {
      test(name, () => run(harness))
    }
  })
}
