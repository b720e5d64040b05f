import { createRequire } from 'node:module'
import express5 from 'express'

/** Express 4.18 has its types in no package here; what the tests use of it, it has in common with 5. */
const express4 = createRequire(import.meta.url)('express-4') as typeof express5

export type ExpressFactory = typeof express5

/** For `describe.each`: what is promised holds for both. */
export const versions: readonly (readonly [name: string, express: ExpressFactory])[] = [
  ['Express 5', express5],
  ['Express 4.18', express4],
]
