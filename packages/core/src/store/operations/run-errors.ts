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

export function poisonError(crashes: number): RunError {
  return runError(
    'PUNCTUAL_POISON',
    `the run ended its process ${crashes} times: its job is paused until resumeJob()`,
  )
}

function runError(code: ErrorCode, message: string): RunError {
  return { name: 'PunctualError', message, code, stack: null }
}
