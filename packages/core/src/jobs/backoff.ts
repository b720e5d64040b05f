import type { Millis } from '../time/epoch.ts'
import type { ResolvedRetry } from './resolved-policies.ts'

/**
 * The pause before the attempt that follows a failed one: doubled each time when exponential, at most `maxDelay`, and
 * with jitter drawn from its upper half. `random` is at least 0 and below 1.
 */
export function retryDelay(retry: ResolvedRetry, attempt: number, random: number): Millis {
  const doubled = retry.backoff === 'exponential' ? retry.delay * 2 ** (attempt - 1) : retry.delay
  const most = Math.min(doubled, retry.maxDelay)
  return retry.jitter ? Math.round(most / 2 + (most / 2) * random) : most
}
