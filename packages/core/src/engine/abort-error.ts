import { PunctualError } from '../errors/punctual-error.ts'
import type { Abort } from './settle.ts'

/** What the signal of a run is aborted with. */
export function abortError(abort: Abort): PunctualError {
  if (abort.why === 'timeout') {
    return new PunctualError('PUNCTUAL_RUN_TIMEOUT', `the time limit of ${abort.after} ms is over`)
  }
  if (abort.why === 'cancel') {
    return new PunctualError('PUNCTUAL_RUN_CANCELLED', `the run was cancelled: ${abort.reason}`)
  }
  if (abort.why === 'fenced') {
    return new PunctualError(
      'PUNCTUAL_FENCED',
      'this node lost its session: the run is not its own any more',
    )
  }
  return new PunctualError('PUNCTUAL_RUN_ABORTED', 'the scheduler stops and its drain is over')
}
