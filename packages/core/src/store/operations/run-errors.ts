import type { ErrorCode } from '../../errors/error-code.ts'
import type { RunError } from '../../jobs/run-error.ts'

export function cancelledError(reason: string): RunError {
  return runError('PUNCTUAL_RUN_CANCELLED', `the run was cancelled: ${reason}`)
}

export function lostError(node: string | null): RunError {
  return runError(
    'PUNCTUAL_NODE_LOST',
    `node ${node ?? 'of this run'} died, and the run is not to run again`,
  )
}

/** `last` is how it crashed the last time, where its node lived to tell. */
export function poisonError(crashes: number, last: RunError | null = null): RunError {
  const how = last === null ? '' : ` (${last.code ?? last.name}: ${last.message})`
  return runError(
    'PUNCTUAL_POISON',
    `the run ended its process ${crashes} times${how}: its job is paused until resumeJob()`,
  )
}

function runError(code: ErrorCode, message: string): RunError {
  return { name: 'PunctualError', message, code, stack: null }
}
