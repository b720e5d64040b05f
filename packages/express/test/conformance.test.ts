import { createRequire } from 'node:module'
import { frameworkCasesFor } from '@punctual/testing/conformance'
import express5 from 'express'
import { describe, test } from 'vitest'
import { expressHarness, type ExpressModule } from './conformance-app.ts'

// The alias brings no types; what is used of it here is the same in both.
const express4 = createRequire(import.meta.url)('express-4') as ExpressModule
const versions = { 'Express 5': express5, 'Express 4.18': express4 }

for (const [version, express] of Object.entries(versions)) {
  describe(version, () => {
    const harness = expressHarness(express)
    for (const { name, run } of frameworkCasesFor(harness.capabilities)) {
      test(name, () => run(harness))
    }
  })
}
