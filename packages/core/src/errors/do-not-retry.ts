import { PunctualError } from './punctual-error.ts'

/**
 * Thrown by a handler: the failure is final, whatever the retry policy says.
 *
 * @example
 * ```ts
 * if (cart === null) throw new DoNotRetry(`cart ${id} is gone`)
 * ```
 */
export class DoNotRetry extends PunctualError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('PUNCTUAL_DO_NOT_RETRY', message, options)
    this.name = 'DoNotRetry'
  }
}
