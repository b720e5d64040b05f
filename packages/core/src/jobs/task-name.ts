import { PunctualError } from '../errors/punctual-error.ts'
import { nameFault } from './name-text.ts'

/** The name itself, or a refusal with `PUNCTUAL_TASK_INVALID`. */
export function checkedTaskName(name: unknown): string {
  const fault = nameFault(name)
  if (fault === null) return String(name)
  throw new PunctualError(
    'PUNCTUAL_TASK_INVALID',
    `the name of a task must be 1 to 200 bytes of text without control characters or blanks at its ends: ${fault}`,
  )
}
