import {
  MongoBulkWriteError,
  MongoNetworkError,
  MongoServerError,
  type BulkWriteResult,
} from 'mongodb'
import { expect, test } from 'vitest'
import { isOnlyDuplicates, storeError } from '../src/mongo-errors.ts'

interface Bulk {
  readonly codes: readonly number[]
  readonly reached?: boolean
}

/** What the driver throws for a bulk: `reached` is whether it got to the majority. */
function bulkError({ codes, reached = true }: Bulk): MongoBulkWriteError {
  const writeErrors = codes.map((code) => ({ code, errmsg: 'no' }))
  const lacking = { code: 64, errmsg: 'waiting for replication timed out' }
  // The driver has the class of results for itself.
  const result = {
    getWriteConcernError: () => (reached ? undefined : lacking),
  } as unknown as BulkWriteResult
  const error = new MongoBulkWriteError({ message: 'no', code: codes[0] ?? 0 }, result)
  return Object.assign(error, { writeErrors })
}

test('duplicates are no failure, whatever else went wrong is one', () => {
  expect(isOnlyDuplicates(bulkError({ codes: [11_000, 11_000] }))).toBe(true)
  expect(isOnlyDuplicates(bulkError({ codes: [11_000, 14] }))).toBe(false)
  expect(isOnlyDuplicates(bulkError({ codes: [11_000], reached: false }))).toBe(false)
  expect(isOnlyDuplicates(new MongoServerError({ message: 'no', code: 11_000 }))).toBe(false)
})

test('who does not answer is unavailable, who refuses has failed', () => {
  const codeOf = (error: unknown): unknown => Object(storeError(error)).code
  const { result } = bulkError({ codes: [] })
  const cut = new MongoNetworkError('connection closed')
  expect(codeOf(cut)).toBe('PUNCTUAL_STORE_UNAVAILABLE')
  expect(codeOf(new MongoBulkWriteError(cut, result))).toBe('PUNCTUAL_STORE_UNAVAILABLE')
  expect(codeOf(new MongoServerError({ message: 'stepped down', code: 11_602 }))).toBe(
    'PUNCTUAL_STORE_UNAVAILABLE',
  )
  expect(codeOf(new MongoServerError({ message: 'not allowed', code: 13 }))).toBe(
    'PUNCTUAL_STORE_FAILED',
  )
  const own = new Error('of a handler')
  expect(storeError(own)).toBe(own)
})

test('an error names neither the server nor what was written', () => {
  const error = new MongoServerError({ message: 'mongodb://user:secret@host', code: 13 })
  expect(String(storeError(error))).not.toContain('secret')
})
