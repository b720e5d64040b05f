import { expect } from 'vitest'
import { PunctualError } from '../../src/errors/punctual-error.ts'
import type { ErrorCode } from '../../src/errors/error-code.ts'

/** The error with which the call is refused; fails when it is not, or with another code. */
export function expectRefused(call: () => unknown, code: ErrorCode): PunctualError {
  let error: unknown
  try {
    call()
  } catch (thrown) {
    error = thrown
  }
  expect(error).toBeInstanceOf(PunctualError)
  expect((error as PunctualError).code).toBe(code)
  return error as PunctualError
}
