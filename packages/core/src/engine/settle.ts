import { DoNotRetry } from '../errors/do-not-retry.ts'
import { NotBegun } from '../errors/not-begun.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import { RetryAfter } from '../errors/retry-after.ts'
import { WorkerCrash } from '../errors/worker-crash.ts'
import { retryDelay } from '../jobs/backoff.ts'
import type { ResolvedPolicies } from '../jobs/resolved-policies.ts'
import type { RunError } from '../jobs/run-error.ts'
import { isError, runErrorOf } from '../jobs/run-error-of.ts'
import { jsonTextOf } from '../json/json-text.ts'
import type { Millis } from '../time/epoch.ts'

/** How the code of an attempt ended. */
export type AttemptEnd = { readonly returned: unknown } | { readonly threw: unknown }

/** Why an attempt was asked to stop. */
export type Abort =
  | { readonly why: 'timeout'; readonly after: Millis }
  | { readonly why: 'cancel'; readonly reason: string }
  | { readonly why: 'stop' | 'fenced' }

/** What an attempt is settled with. */
export interface SettleInput {
  readonly attempt: number
  readonly policies: ResolvedPolicies
  readonly retryIf: ((error: unknown) => boolean) | null
  readonly abort: Abort | null
  /** At least 0, below 1. */
  readonly random: number
}

/**
 * What is stored of an attempt; `left`: nothing, because the rule for lost nodes decides; `released`: it is another node's
 * to begin.
 */
export type Settled =
  | { readonly end: 'succeeded'; readonly result: string | null }
  | { readonly end: 'failed'; readonly error: RunError; readonly crashed?: true }
  | { readonly end: 'cancelled'; readonly error: RunError | null }
  | {
      readonly end: 'retry'
      readonly delay: Millis
      readonly error: RunError
      readonly crashed?: true
    }
  | { readonly end: 'left' }
  | { readonly end: 'released' }

/** Turns the end of an attempt into its outcome. An aborted attempt ends as what it was aborted for, also when it returned. */
export function settle(end: AttemptEnd, input: SettleInput): Settled {
  const { abort } = input
  if (abort?.why === 'stop' || abort?.why === 'fenced') return { end: 'left' }
  if (abort?.why === 'cancel') return { end: 'cancelled', error: cancelled(abort.reason) }
  if (abort?.why === 'timeout') return failed(timedOut(abort.after, end), input)
  if (!('threw' in end)) return succeeded(end.returned)
  return isNotBegun(end.threw) ? { end: 'released' } : failed(end.threw, input)
}

function isNotBegun(thrown: unknown): boolean {
  return isError(thrown) && thrown instanceof NotBegun
}

function succeeded(value: unknown): Settled {
  try {
    return { end: 'succeeded', result: jsonTextOf(value, { name: 'result' }) }
  } catch (error) {
    return { end: 'failed', error: runErrorOf(error) }
  }
}

function failed(thrown: unknown, input: SettleInput): Settled {
  const { retry } = input.policies
  const crashed = isError(thrown) && thrown instanceof WorkerCrash
  const error = { error: runErrorOf(thrown), ...(crashed && { crashed }) }
  if (input.attempt > retry.limit || !worthwhile(thrown, input.retryIf))
    return { end: 'failed', ...error }
  if (isError(thrown) && thrown instanceof RetryAfter)
    return { end: 'retry', delay: thrown.delay, ...error }
  return { end: 'retry', delay: retryDelay(retry, input.attempt, input.random), ...error }
}

const hopeless: ReadonlySet<string> = new Set(['PUNCTUAL_INPUT_INVALID', 'PUNCTUAL_UNDECODABLE'])

function worthwhile(thrown: unknown, retryIf: SettleInput['retryIf']): boolean {
  if (isError(thrown)) {
    if (thrown instanceof DoNotRetry) return false
    if (thrown instanceof RetryAfter) return true
    if (thrown instanceof PunctualError && hopeless.has(thrown.code)) return false
  }
  try {
    return retryIf === null || retryIf(thrown)
  } catch {
    return true
  }
}

function cancelled(reason: string): RunError {
  return runErrorOf(new PunctualError('PUNCTUAL_RUN_CANCELLED', `the run was cancelled: ${reason}`))
}

function timedOut(after: Millis, end: AttemptEnd): PunctualError {
  const cause = 'threw' in end ? { cause: end.threw } : {}
  return new PunctualError(
    'PUNCTUAL_RUN_TIMEOUT',
    `the attempt took longer than its time limit of ${after} ms: raise timeout, or make the handler listen to run.signal`,
    cause,
  )
}
