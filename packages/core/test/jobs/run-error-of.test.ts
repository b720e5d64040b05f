import { expect, test } from 'vitest'
import { runErrorOf } from '../../src/jobs/run-error-of.ts'

test('an error keeps its name, message, code and stack, bounded', () => {
  const error = Object.assign(new TypeError('x'.repeat(10_000)), { code: 'E_ODD' })
  const kept = runErrorOf(error)
  expect(kept).toMatchObject({ name: 'TypeError', code: 'E_ODD' })
  expect(kept.message).toHaveLength(4_000)
  expect(kept.stack).toContain('TypeError')
})

test('whatever is thrown can be told, even what cannot be turned into text', () => {
  const hostile = new Error('fine')
  Object.defineProperty(hostile, 'message', {
    get() {
      throw new Error('no')
    },
  })
  expect(runErrorOf(hostile)).toMatchObject({ name: 'Error' })
  expect(runErrorOf(undefined).message).toContain('undefined')
  expect(runErrorOf(Object.create(null)).message).toContain('no error')
  expect(runErrorOf({ code: 'E' })).toMatchObject({ code: null })
  const gone = Proxy.revocable({}, {})
  gone.revoke()
  expect(runErrorOf(gone.proxy).message).toContain('no error')
})
