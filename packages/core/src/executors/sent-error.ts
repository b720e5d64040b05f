import { DoNotRetry } from '../errors/do-not-retry.ts'
import { errorCodes, type ErrorCode } from '../errors/error-code.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import { RetryAfter } from '../errors/retry-after.ts'
import { isError, runErrorOf } from '../jobs/run-error-of.ts'
import type { RunError } from '../jobs/run-error.ts'
import { jsonTextOf, parseJson } from '../json/json-text.ts'

type Plain = string | number | boolean | null

/** Anything that was thrown, as plain data; a value that is no error has only `said`. */
export interface SentError extends RunError {
  readonly said: string | null
  /** Own properties of the error that are plain, such as `status`. */
  readonly fields: Readonly<Record<string, Plain>>
  /** JSON text of the details of an error of this library. */
  readonly details: string | null
  readonly cause: SentError | null
}

const DEEPEST_CAUSE = 5
const MOST_FIELDS = 50

/** What crosses of an error; never throws itself. */
export function sentError(thrown: unknown, depth: number = 0): SentError {
  if (!isError(thrown)) {
    const said = saidOf(thrown)
    return { ...runErrorOf(said), said, fields: {}, details: null, cause: null }
  }
  const cause: unknown = depth < DEEPEST_CAUSE ? read(thrown, 'cause') : undefined
  return {
    ...runErrorOf(thrown),
    said: null,
    fields: fieldsOf(thrown),
    details: detailsOf(thrown),
    cause: cause === undefined ? null : sentError(cause, depth + 1),
  }
}

/** The error on the other side: of the same class where it is one of this library or of the language. */
export function revivedError(sent: SentError): unknown {
  if (sent.said !== null) return sent.said
  const error = emptyError(sent)
  const given = { name: sent.name, message: sent.message, ...sent.fields }
  for (const [name, value] of Object.entries(given)) define(error, name, value)
  define(error, 'stack', sent.stack ?? `${sent.name}: ${sent.message}`)
  if (sent.code !== null) define(error, 'code', sent.code)
  return error
}

const classes = { TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError }

/** By code and not by class: the module of a task may have a copy of this library of its own. */
function emptyError({ name, message, code, fields, details, cause }: SentError): Error {
  const options = cause === null ? {} : { cause: revivedError(cause) }
  if (code === 'PUNCTUAL_DO_NOT_RETRY') return new DoNotRetry(message, options)
  if (code === 'PUNCTUAL_RETRY_AFTER' && typeof fields.delay === 'number') {
    return new RetryAfter(fields.delay, options)
  }
  if (isErrorCode(code)) {
    return new PunctualError(code, message, { ...options, details: parseJson(details) ?? null })
  }
  const Class = name in classes ? classes[name as keyof typeof classes] : Error
  return new Class(message, options)
}

function isErrorCode(code: string | null): code is ErrorCode {
  return code !== null && code in errorCodes
}

function define(error: Error, name: string, value: Plain): void {
  Object.defineProperty(error, name, { value, configurable: true, writable: true })
}

function fieldsOf(error: Error): Readonly<Record<string, Plain>> {
  const fields: Record<string, Plain> = {}
  for (const name of Object.keys(error).slice(0, MOST_FIELDS)) {
    const value = read(error, name)
    if (isPlain(value) && !['name', 'message', 'stack', '__proto__'].includes(name)) {
      fields[name] = typeof value === 'string' ? value.slice(0, 1_000) : value
    }
  }
  return fields
}

function isPlain(value: unknown): value is Plain {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function detailsOf(error: Error): string | null {
  try {
    return jsonTextOf(read(error, 'details'), { name: 'details' })
  } catch {
    return null
  }
}

/** A property of an error may be a getter that throws. */
function read(error: Error, property: string): unknown {
  try {
    return Reflect.get(error, property)
  } catch {
    return undefined
  }
}

function saidOf(thrown: unknown): string {
  try {
    return String(thrown)
  } catch {
    return 'a value that cannot be shown'
  }
}
