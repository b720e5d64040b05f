import { PunctualError } from '../errors/punctual-error.ts'

/** How far a run has come. */
export interface Progress {
  /** From 0 to 1. */
  readonly fraction: number
  readonly message: string | null
}

const LONGEST_MESSAGE = 1_000

/** What a handler says of its progress; refuses with `PUNCTUAL_OPTION_INVALID`: handlers are not always type-checked. */
export function progressOf(value: unknown, message: unknown): Progress {
  const fraction = fractionOf(value)
  if (!(fraction >= 0 && fraction <= 1)) {
    throw refused('progress takes a fraction from 0 to 1, or { done, total }')
  }
  if (message !== undefined && typeof message !== 'string') {
    throw refused('the message of progress must be text')
  }
  return { fraction, message: message?.slice(0, LONGEST_MESSAGE) ?? null }
}

/** NaN for what is no progress. */
function fractionOf(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'object' || value === null) return Number.NaN
  return Number(Reflect.get(value, 'done')) / Number(Reflect.get(value, 'total'))
}

function refused(message: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', message)
}
