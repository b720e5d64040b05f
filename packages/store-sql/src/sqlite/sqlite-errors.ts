import { PunctualError } from '@punctual/core/store'

/** The connection is the caller's, and his transaction is open: the store has to wait as if another held the lock. */
export class ConnectionTaken extends Error {
  constructor() {
    super('a transaction of the application is open on the connection that it gave to the store')
    this.name = 'ConnectionTaken'
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED, with what SQLite adds to them in the higher bits. */
const BUSY: readonly number[] = [5, 6]

/** Whether another connection holds the lock, so that trying again helps. */
export function isBusy(error: unknown): boolean {
  if (error instanceof ConnectionTaken) return true
  if (!(error instanceof Error)) return false
  if ('errcode' in error) return BUSY.includes(Number(error.errcode) & 0xff)
  return 'code' in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code))
}

/** An error of the driver as one of this library; others, such as those of an operation, stay as they are. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PunctualError) return error
  if (isClosed(error)) {
    return new PunctualError(
      'PUNCTUAL_STORE_FAILED',
      "the store's connection was closed by the application: stop the scheduler first, then close it",
      { cause: error },
    )
  }
  const code = 'code' in error ? String(error.code) : ''
  if (code !== 'ERR_SQLITE_ERROR' && !code.startsWith('SQLITE_')) return error
  return new PunctualError(
    'PUNCTUAL_STORE_FAILED',
    `SQLite refused an operation: ${error.message}; nothing of it was kept`,
    { cause: error },
  )
}

/** Drivers have no code of their own for this: node:sqlite has one for all that comes at the wrong time. */
function isClosed(error: Error): boolean {
  if ('code' in error) return error.code === 'ERR_INVALID_STATE'
  return error instanceof TypeError && error.message === 'The database connection is not open'
}

/** The lock was not to be had in time. */
export function busyError(error: unknown, waited: number): PunctualError {
  const own = error instanceof ConnectionTaken
  return new PunctualError(
    'PUNCTUAL_STORE_BUSY',
    own
      ? `a transaction of the application was open on the store's connection for ${waited} ms: pass it as tx, or call after it ended`
      : `another connection held the write lock of the SQLite file for ${waited} ms: keep transactions on it short, then try again`,
    { cause: error, details: { waited } },
  )
}
