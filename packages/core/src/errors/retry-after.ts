import { durationOf, type Duration } from '../time/duration.ts'
import type { Millis } from '../time/epoch.ts'
import { PunctualError } from './punctual-error.ts'

/**
 * Thrown by a handler: the next attempt comes after `delay` instead of the pause of the retry policy, whose limit stands.
 *
 * Refuses a delay that is no duration with `PUNCTUAL_DURATION_INVALID`.
 *
 * @example
 * ```ts
 * if (response.status === 429) throw new RetryAfter('90s')
 * ```
 */
export class RetryAfter extends PunctualError {
  readonly delay: Millis

  constructor(delay: Duration, options: { cause?: unknown } = {}) {
    const millis = durationOf(delay, { name: 'delay' })
    super(
      'PUNCTUAL_RETRY_AFTER',
      `the handler asked for a further attempt after ${millis} ms`,
      options,
    )
    this.name = 'RetryAfter'
    this.delay = millis
  }
}
