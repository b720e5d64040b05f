import { expect, test } from 'vitest'
import { DoNotRetry } from '../../src/errors/do-not-retry.ts'
import { PunctualError } from '../../src/errors/punctual-error.ts'
import { RetryAfter } from '../../src/errors/retry-after.ts'
import { revivedError, sentError } from '../../src/executors/sent-error.ts'

/** What arrives of an error on the other side of a channel. */
function arrived(thrown: unknown): unknown {
  return revivedError(structuredClone(sentError(thrown)))
}

test('an error arrives with its class, message, code, stack, plain properties and cause', () => {
  const cause = new TypeError('beneath')
  const sent = Object.assign(new RangeError('above', { cause }), { code: 'E_A', status: 503 })
  const error = arrived(sent)
  expect(error).toBeInstanceOf(RangeError)
  expect(error).toMatchObject({ name: 'RangeError', message: 'above', code: 'E_A', status: 503 })
  expect(error).toMatchObject({ stack: sent.stack, cause: { message: 'beneath' } })
  expect((error as Error).cause).toBeInstanceOf(TypeError)
})

test('an error of a class of its own keeps its name, and is an Error', () => {
  class PaperJam extends Error {
    override readonly name = 'PaperJam'
  }
  const error = arrived(new PaperJam('tray 2'))
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ name: 'PaperJam', message: 'tray 2' })
})

test('errors of this library arrive as what they are, also those of another copy of it', () => {
  expect(arrived(new DoNotRetry('gone'))).toBeInstanceOf(DoNotRetry)
  expect(arrived(new RetryAfter('90s'))).toMatchObject({ delay: 90_000 })
  expect(arrived(new RetryAfter('90s'))).toBeInstanceOf(RetryAfter)
  const details = { path: 'a[0]' }
  const error = arrived(new PunctualError('PUNCTUAL_NOT_JSON', 'no', { details }))
  expect(error).toBeInstanceOf(PunctualError)
  expect(error).toMatchObject({ code: 'PUNCTUAL_NOT_JSON', details })
  const copy = Object.assign(new Error('gone'), { code: 'PUNCTUAL_DO_NOT_RETRY' })
  expect(arrived(copy)).toBeInstanceOf(DoNotRetry)
})

test.each([
  ['text', 'just text', 'just text'],
  ['nothing', undefined, 'undefined'],
  ['a function', () => 1, '() => 1'],
  ['what cannot be shown', { toString: () => ({}) }, 'a value that cannot be shown'],
])('%s that was thrown arrives as text', (_, thrown, said) => {
  expect(arrived(thrown)).toBe(said)
})

test('whatever an error holds, it can be sent', () => {
  const loop = new Error('loop')
  loop.cause = loop
  const odd = Object.assign(new Error('odd'), {
    hook: () => {},
    big: 'x'.repeat(2_000),
    details: { hook: () => {} },
  })
  Object.defineProperty(odd, 'lazy', {
    enumerable: true,
    get() {
      throw new Error('no')
    },
  })
  expect(arrived(loop)).toMatchObject({ message: 'loop', cause: { message: 'loop' } })
  expect(arrived(odd)).toMatchObject({ message: 'odd', big: 'x'.repeat(1_000) })
})
