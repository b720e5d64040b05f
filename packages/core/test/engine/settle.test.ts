import { expect, test } from 'vitest'
import { settle, type Abort, type AttemptEnd, type SettleInput } from '../../src/engine/settle.ts'
import { DoNotRetry } from '../../src/errors/do-not-retry.ts'
import { NotBegun } from '../../src/errors/not-begun.ts'
import { PunctualError } from '../../src/errors/punctual-error.ts'
import { RetryAfter } from '../../src/errors/retry-after.ts'
import type { Policies } from '../../src/jobs/policies.ts'
import { resolvePolicies } from '../../src/jobs/resolve-policies.ts'

const steady = { limit: 2, delay: '10s', backoff: 'fixed', jitter: false } as const

interface Given {
  readonly end: AttemptEnd
  readonly attempt?: number
  readonly policies?: Policies
  readonly abort?: Abort
  readonly retryIf?: (error: unknown) => boolean
}

function settled({ end, attempt = 1, policies = {}, abort, retryIf }: Given): unknown {
  const input: SettleInput = {
    attempt,
    policies: resolvePolicies([policies]),
    abort: abort ?? null,
    retryIf: retryIf ?? null,
    random: 0.5,
  }
  const result = settle(end, input)
  if (!('error' in result) || result.error === null) return result
  const { error, ...rest } = result
  return { ...rest, says: error.code ?? error.message }
}

const gone = Proxy.revocable({}, {})
gone.revoke()

const boom: AttemptEnd = { threw: new Error('boom') }
const retries = { policies: { retry: steady } } as const
const code = (name: 'PUNCTUAL_INPUT_INVALID' | 'PUNCTUAL_STORE_BUSY'): AttemptEnd => ({
  threw: new PunctualError(name, 'no'),
})

const cases: readonly [string, Given, unknown][] = [
  [
    'a value is the result, as JSON',
    { end: { returned: { n: 1 } } },
    { end: 'succeeded', result: '{"n":1}' },
  ],
  [
    'nothing returned is no result',
    { end: { returned: undefined } },
    { end: 'succeeded', result: null },
  ],
  [
    'a result that is not JSON fails the run',
    { end: { returned: 1n } },
    { end: 'failed', says: 'PUNCTUAL_NOT_JSON' },
  ],
  ['an error fails a run without retry [61]', { end: boom }, { end: 'failed', says: 'boom' }],
  [
    'an error is tried again',
    { ...retries, end: boom },
    { end: 'retry', delay: 10_000, says: 'boom' },
  ],
  [
    'the last further attempt',
    { ...retries, end: boom, attempt: 2 },
    { end: 'retry', delay: 10_000, says: 'boom' },
  ],
  [
    'the attempt after the last',
    { ...retries, end: boom, attempt: 3 },
    { end: 'failed', says: 'boom' },
  ],
  [
    'DoNotRetry ends it at once',
    { ...retries, end: { threw: new DoNotRetry('no use') } },
    { end: 'failed', says: 'PUNCTUAL_DO_NOT_RETRY' },
  ],
  [
    'RetryAfter says when',
    { ...retries, end: { threw: new RetryAfter('90s') }, retryIf: () => false },
    { end: 'retry', delay: 90_000, says: 'PUNCTUAL_RETRY_AFTER' },
  ],
  [
    'RetryAfter does not raise the limit',
    { end: { threw: new RetryAfter('90s') } },
    { end: 'failed', says: 'PUNCTUAL_RETRY_AFTER' },
  ],
  [
    'what cannot even be asked whether it is an error is retried like one',
    { ...retries, end: { threw: gone.proxy } },
    { end: 'retry', delay: 10_000, says: 'a value that is no error was thrown' },
  ],
  [
    'retryIf can refuse',
    { ...retries, end: boom, retryIf: () => false },
    { end: 'failed', says: 'boom' },
  ],
  [
    'retryIf that throws refuses nothing',
    {
      ...retries,
      end: boom,
      retryIf: () => {
        throw new Error('broken')
      },
    },
    { end: 'retry', delay: 10_000, says: 'boom' },
  ],
  [
    'an input that can never fit',
    { ...retries, end: code('PUNCTUAL_INPUT_INVALID') },
    { end: 'failed', says: 'PUNCTUAL_INPUT_INVALID' },
  ],
  [
    'another error of this library',
    { ...retries, end: code('PUNCTUAL_STORE_BUSY') },
    { end: 'retry', delay: 10_000, says: 'PUNCTUAL_STORE_BUSY' },
  ],
  [
    'an attempt over its time limit fails, whatever it returned',
    { end: { returned: 'late' }, abort: { why: 'timeout', after: 5 } },
    { end: 'failed', says: 'PUNCTUAL_RUN_TIMEOUT' },
  ],
  [
    'an attempt over its time limit is tried again',
    { ...retries, end: boom, abort: { why: 'timeout', after: 5 } },
    { end: 'retry', delay: 10_000, says: 'PUNCTUAL_RUN_TIMEOUT' },
  ],
  [
    'a cancelled attempt is cancelled, not tried again',
    { ...retries, end: boom, abort: { why: 'cancel', reason: 'by hand' } },
    { end: 'cancelled', says: 'PUNCTUAL_RUN_CANCELLED' },
  ],
  [
    'an attempt cut off by a stop is left to onNodeLoss',
    { end: boom, abort: { why: 'stop' } },
    { end: 'left' },
  ],
  [
    'so is one whose session was lost',
    { end: { returned: 1 }, abort: { why: 'fenced' } },
    { end: 'left' },
  ],
]

test.each(cases)('%s', (_, given, expected) => {
  expect(settled(given)).toEqual(expected)
})

test('a run that could not begin goes back, however often it may be tried, unless it was asked to stop', () => {
  const end = { threw: new NotBegun() }
  expect(settled({ end })).toEqual({ end: 'released' })
  expect(settled({ end, attempt: 3, ...retries })).toEqual({ end: 'released' })
  expect(settled({ end, abort: { why: 'cancel', reason: 'enough' } })).toMatchObject({
    end: 'cancelled',
  })
})
