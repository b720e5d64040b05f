import { PunctualError } from '../errors/punctual-error.ts'
import { durationOf, type Duration } from '../time/duration.ts'
import { nameFault } from './name-text.ts'
import type { Policies, RetryOptions } from './policies.ts'

/**
 * Refuses a policy with a value it cannot have with `PUNCTUAL_POLICY_INVALID`; `where` names the job, task or option in the
 * message. What is not given is not looked at.
 */
export function checkPolicies(policies: Policies, where: string): void {
  for (const [name, check] of checks) {
    const value = policies[name]
    if (value === undefined) continue
    const fault = check(value)
    if (fault === null) continue
    throw new PunctualError('PUNCTUAL_POLICY_INVALID', `${where}: ${name} ${fault}`, {
      details: { policy: name },
    })
  }
}

/** What is wrong with a value, or null. */
type Check = (value: unknown) => string | null

const checks: readonly (readonly [keyof Policies, Check])[] = [
  ['maxInstances', whole(1, 1_000)],
  ['overlap', oneOf('skip', 'queue', 'replace')],
  ['maxQueue', whole(1, 100_000)],
  ['misfireGrace', spanOr('unlimited')],
  ['coalesce', oneOf('latest', 'earliest', 'all')],
  ['maxCatchUp', whole(1, 10_000)],
  ['timeout', spanOr('none')],
  ['retry', retryFault],
  ['onNodeLoss', oneOf('rerun', 'lose')],
  ['maxCrashes', whole(1, 1_000)],
  ['executor', (value) => (nameFault(value) === null ? null : 'must be the alias of an executor')],
  ['priority', whole(-100, 100)],
  ['tags', tagsFault],
  ['concurrency', () => 'is not built yet: leave it out'],
  ['history', historyFault],
]

function whole(least: number, most: number): Check {
  return (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? null
      : `must be a whole number from ${least} to ${most.toLocaleString('en')}`
}

function oneOf(...values: readonly string[]): Check {
  return (value) =>
    values.includes(String(value)) && typeof value === 'string'
      ? null
      : `must be one of ${values.map((one) => `'${one}'`).join(', ')}`
}

function spanOr(word: string): Check {
  return (value) => (value === word ? null : spanFault(value, `, or '${word}'`))
}

/** A policy of no time at all would end every run before it began. */
function spanFault(value: unknown, or = ''): string | null {
  try {
    durationOf(value as Duration, { least: 1 })
    return null
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*?: /, '') : ''
    return `must be a duration of at least 1 ms such as '30s'${or}: ${why}`
  }
}

const retryOptions: ReadonlySet<string> = new Set([
  'limit',
  'delay',
  'backoff',
  'maxDelay',
  'jitter',
])

function retryFault(value: unknown): string | null {
  if (typeof value === 'number') return whole(0, 1_000)(value)
  if (typeof value !== 'object' || value === null) return 'must be a number or { limit, ... }'
  const unknown = Object.keys(value).find((key) => !retryOptions.has(key))
  if (unknown !== undefined) return `has no option "${unknown.slice(0, 100)}"`
  const { limit, delay, backoff, maxDelay, jitter } = value as RetryOptions
  return (
    within('limit', limit ?? null, whole(0, 1_000)) ??
    within('delay', delay, spanFault) ??
    within('backoff', backoff, oneOf('fixed', 'exponential')) ??
    within('maxDelay', maxDelay, spanFault) ??
    within('jitter', jitter, (flag) => (typeof flag === 'boolean' ? null : 'must be true or false'))
  )
}

function historyFault(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'must be { keep?, maxAge? }'
  const unknown = Object.keys(value).find((key) => key !== 'keep' && key !== 'maxAge')
  if (unknown !== undefined) return `has no option "${unknown.slice(0, 100)}"`
  const { keep, maxAge } = value as NonNullable<Policies['history']>
  return within('keep', keep, whole(1, 1_000_000)) ?? within('maxAge', maxAge, spanFault)
}

function tagsFault(value: unknown): string | null {
  if (!Array.isArray(value)) return 'must be a list of texts'
  if (value.length > 100) return 'may hold at most 100 tags'
  return value.every((tag) => nameFault(tag) === null)
    ? null
    : 'must hold texts of 1 to 200 bytes without control characters or blanks at their ends'
}

function within(name: string, value: unknown, check: Check): string | null {
  if (value === undefined) return null
  const fault = check(value)
  return fault === null ? null : `.${name} ${fault}`
}
