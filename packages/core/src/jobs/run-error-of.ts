import type { RunError } from './run-error.ts'

const LONGEST_MESSAGE = 4_000
const LONGEST_STACK = 16_000

/** What is stored of anything that was thrown; never throws itself. */
export function runErrorOf(thrown: unknown): RunError {
  if (!isError(thrown)) return errorOf('Error', sayThrown(thrown), null, null)
  const code = read(thrown, 'code')
  return errorOf(
    text(read(thrown, 'name')) ?? 'Error',
    text(read(thrown, 'message')) ?? '',
    text(code),
    text(read(thrown, 'stack')),
  )
}

/** Whether it is an error; a proxy that was revoked cannot even be asked. */
export function isError(thrown: unknown): thrown is Error {
  try {
    return thrown instanceof Error
  } catch {
    return false
  }
}

function errorOf(
  name: string,
  message: string,
  code: string | null,
  stack: string | null,
): RunError {
  return Object.freeze({
    name: name.slice(0, 200),
    message: message.slice(0, LONGEST_MESSAGE),
    code: code?.slice(0, 200) ?? null,
    stack: stack?.slice(0, LONGEST_STACK) ?? null,
  })
}

/** A property of an error may be a getter that throws. */
function read(error: Error, property: string): unknown {
  try {
    return Reflect.get(error, property)
  } catch {
    return null
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function sayThrown(thrown: unknown): string {
  try {
    return `a value that is no error was thrown: ${String(thrown)}`
  } catch {
    return 'a value that is no error was thrown'
  }
}
