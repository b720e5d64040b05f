import { PunctualError } from '../errors/punctual-error.ts'
import { nameFault } from './name-text.ts'

/** The id itself, or a refusal with `PUNCTUAL_JOB_ID_INVALID`. */
export function checkedJobId(id: unknown): string {
  const fault = nameFault(id)
  if (fault === null) return String(id)
  throw new PunctualError(
    'PUNCTUAL_JOB_ID_INVALID',
    `the id of a job must be 1 to 200 bytes of text without control characters or blanks at its ends: ${fault}`,
  )
}
