import type { Json } from '../json/json.ts'
import type { ErrorCode } from './error-code.ts'

/**
 * The one error class of this library: a stable `code`, plain `details` and a message that says what to do.
 *
 * @example
 * ```ts
 * try { cron('61 * * * *') } catch (error) {
 *   if (error instanceof PunctualError && error.code === 'PUNCTUAL_CRON_RANGE') console.log(error.details)
 * }
 * ```
 */
export class PunctualError extends Error {
  readonly code: ErrorCode
  readonly details: Json

  constructor(code: ErrorCode, message: string, options: { details?: Json; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'PunctualError'
    this.code = code
    this.details = options.details ?? null
  }
}
