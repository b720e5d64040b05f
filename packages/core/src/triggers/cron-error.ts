import type { ErrorCode } from '../errors/error-code.ts'
import { PunctualError } from '../errors/punctual-error.ts'

type CronCode = Extract<ErrorCode, `PUNCTUAL_CRON_${string}`>

/** Where in a cron expression something stands; the column counts from 1, within the text of the field for cron fields. */
export interface CronPlace {
  readonly field: string | null
  readonly column: number | null
}

/** The error of a cron expression: what is wrong, where, and what to do. */
export function cronError(
  code: CronCode,
  wrong: string,
  hint: string,
  { field, column }: CronPlace = { field: null, column: null },
): PunctualError {
  const where = column === null ? '' : ` at column ${column}`
  return new PunctualError(code, `cron: ${wrong}${where}; ${hint}`, {
    details: { field, column, hint },
  })
}

/** Text of the user, short enough for a message. */
export function sayText(text: string): string {
  return text.length > 40 ? `'${text.slice(0, 40)}…'` : `'${text}'`
}
