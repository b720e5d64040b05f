import { PunctualError } from '@punctual/core/store'

/** The driver gave up on a server: nothing is known of what it did. */
const UNREACHABLE =
  /^Mongo(Network|NetworkTimeout|ServerSelection|WaitQueueTimeout|OperationTimeout|PoolCleared|PoolClosed|ConnectionPoolCleared|NotConnected|TopologyClosed|ClientClosed|ServerClosed)/

const DUPLICATE = 11_000

/** Codes of a server that hands over to another, or that could not reach the majority of its set in time. */
const HANDING_OVER: readonly number[] = [
  6, 7, 50, 64, 89, 91, 189, 262, 9001, 10_107, 11_600, 11_602, 13_435, 13_436,
]

/** An error of the driver as one of this library; others, such as those of an operation, stay as they are. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PunctualError) return error
  if (!error.name.startsWith('Mongo')) return error
  if (isUnreachable(error)) {
    return new PunctualError(
      'PUNCTUAL_STORE_UNAVAILABLE',
      'MongoDB did not answer: see that it runs and can be reached; whether the last change was kept shows when it answers again',
      { cause: error },
    )
  }
  const code = codeOf(error)
  return new PunctualError(
    'PUNCTUAL_STORE_FAILED',
    `MongoDB refused an operation (${error.name}${code === 0 ? '' : `, code ${code}`}): see the cause`,
    { cause: error },
  )
}

function isUnreachable(error: Error): boolean {
  const code = codeOf(error)
  // A bulk that no server answered says only that it is one; a refusal would have a code.
  const unanswered = error.name === 'MongoBulkWriteError' && code === 0
  return UNREACHABLE.test(error.name) || HANDING_OVER.includes(code) || unanswered
}

/** Runs work on the server, with errors of this library. */
export async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw storeError(error)
  }
}

interface BulkError extends Error {
  readonly writeErrors: unknown
  readonly result: { getWriteConcernError(): unknown }
}

/**
 * Whether all that went wrong in a bulk of upserts is that documents of their ids stand there already, which their filters
 * did not want to touch. The rest must have got to the majority: the driver tells of that in another place.
 */
export function isOnlyDuplicates(error: unknown): boolean {
  if (!isBulkError(error) || codeOf(error) !== DUPLICATE) return false
  const errors: readonly unknown[] = [error.writeErrors].flat()
  const majority = error.result.getWriteConcernError() === undefined
  return majority && errors.every((one) => codeOf(one) === DUPLICATE)
}

function isBulkError(error: unknown): error is BulkError {
  return error instanceof Error && 'writeErrors' in error && 'result' in error
}

function codeOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('code' in error)) return 0
  return typeof error.code === 'number' ? error.code : 0
}
