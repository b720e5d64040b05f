import { PunctualError } from '@punctual/core/store'
import { RowsMoved, type ServerErrors } from '../server/server-errors.ts'

/** Serialization failure, deadlock, lock timeout, a key that is taken; a division by zero is a write that met other rows. */
const CONFLICTS: readonly string[] = ['40001', '40P01', '55P03', '23505', '22012']

/** The session is closed by an administrator, at shutdown or by a timeout; too many connections; a server that starts. */
const LOST = /^(08...|57P0[1235]|53300|25P03)$/
const NETWORK = /^(E[A-Z_]+)$/

export const postgresErrors: ServerErrors = {
  isConflict,
  isLost,
  isIdle: (error) => codeOf(error) === '25P01',
  translated,
}

function isConflict(error: unknown): boolean {
  return error instanceof RowsMoved || CONFLICTS.includes(codeOf(error))
}

function isLost(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof PunctualError) return false
  const code = codeOf(error)
  if (LOST.test(code) || NETWORK.test(code)) return true
  // The driver has no code for these.
  return /^(Connection terminated|Client (was closed|has encountered)|timeout exceeded when trying|Query read timeout|Cannot use a pool)/.test(
    error.message,
  )
}

function translated(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PunctualError) return error
  if (isLost(error)) {
    return new PunctualError(
      'PUNCTUAL_STORE_UNAVAILABLE',
      'PostgreSQL cannot be reached, or it closed the connection: whether the call was kept is unknown',
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
  const code = codeOf(error)
  if (!/^[0-9A-Z]{5}$/.test(code)) return error
  return new PunctualError(
    'PUNCTUAL_STORE_FAILED',
    `PostgreSQL refused an operation with SQLSTATE ${code}; nothing of it was kept`,
    { cause: error, details: { sqlState: code } },
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
