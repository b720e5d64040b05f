import { PunctualError } from '@punctual/core/store'
import { RowsMoved, type ServerErrors } from '../server/server-errors.ts'

/** Deadlock, lock wait timeout, a key that is taken, a row that moved under a snapshot. */
const CONFLICTS: readonly number[] = [1213, 1205, 1062, 1020]

/** Too many connections, shutdown, connection killed, gone away, lost. */
const LOST: readonly number[] = [1040, 1053, 1152, 1159, 1161, 1184, 1203, 1927, 2006, 2013, 4031]
const NETWORK = /^(E[A-Z]+|PROTOCOL_[A-Z_]+|POOL_CLOSED)$/

export const mysqlErrors: ServerErrors = {
  isConflict,
  isLost,
  // There is no such savepoint.
  isIdle: (error) => numberOf(error) === 1305,
  translated,
}

function isConflict(error: unknown): boolean {
  return error instanceof RowsMoved || CONFLICTS.includes(numberOf(error))
}

function isLost(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof PunctualError) return false
  if (LOST.includes(numberOf(error))) return true
  if ('code' in error && NETWORK.test(String(error.code))) return true
  return /^(Can't add new command when connection is in closed state|Pool is closed|Connection lost)/.test(
    error.message,
  )
}

function translated(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PunctualError) return error
  // The driver hangs the whole statement on its errors, with all that it writes.
  Reflect.deleteProperty(error, 'sql')
  if (isLost(error)) {
    return new PunctualError(
      'PUNCTUAL_STORE_UNAVAILABLE',
      'the MySQL server cannot be reached, or it closed the connection: whether the call was kept is unknown',
      { cause: error },
    )
  }
  if (isConflict(error)) {
    return new PunctualError(
      'PUNCTUAL_STORE_BUSY',
      'other transactions held the same jobs for too long: keep transactions on them short, then try again',
      { cause: error },
    )
  }
  const number = numberOf(error)
  if (number === 0) return error
  return new PunctualError(
    'PUNCTUAL_STORE_FAILED',
    `the MySQL server refused an operation with error ${number}; nothing of it was kept`,
    { cause: error, details: { errno: number } },
  )
}

function numberOf(error: unknown): number {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number'
    ? error.errno
    : 0
}

/** Whether a table or an index is there already. */
export function isThereAlready(error: unknown): boolean {
  return [1050, 1061].includes(numberOf(error))
}
