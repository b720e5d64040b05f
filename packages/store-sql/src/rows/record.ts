import { PunctualError } from '@punctual/core/store'
import type { SqlRecord } from '../sql-value.ts'

/** The text of a column; anything else is refused with `PUNCTUAL_STORE_FAILED`. */
export function text(record: SqlRecord, column: string): string {
  const value = record[column]
  return typeof value === 'string' ? value : refuse(column, value)
}

export function textOrNull(record: SqlRecord, column: string): string | null {
  const value = record[column]
  return value === null || typeof value === 'string' ? value : refuse(column, value)
}

export function number(record: SqlRecord, column: string): number {
  const value = record[column]
  return typeof value === 'number' ? value : integer(column, value)
}

export function numberOrNull(record: SqlRecord, column: string): number | null {
  const value = record[column]
  return value === null || typeof value === 'number' ? value : integer(column, value)
}

/** The text of a column that holds one of a few words. */
export function word<W extends string>(record: SqlRecord, column: string, words: readonly W[]): W {
  const value = record[column]
  for (const candidate of words) if (candidate === value) return candidate
  return refuse(column, value)
}

/** Drivers in the hands of their users give 64-bit integers as text, or as big ones. */
function integer(column: string, value: unknown): number {
  const isInteger =
    typeof value === 'bigint' || (typeof value === 'string' && /^-?\d+$/.test(value))
  return isInteger ? Number(value) : refuse(column, value)
}

function refuse(column: string, value: unknown): never {
  throw new PunctualError(
    'PUNCTUAL_STORE_FAILED',
    `the store holds ${String(value)} in column "${column}", which this version cannot read: it was not written by Punctual`,
    { details: { column } },
  )
}
