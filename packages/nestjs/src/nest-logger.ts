import { inspect } from 'node:util'
import type { LoggerService } from '@nestjs/common'
import type { Logger } from '@punctual/core'

/** Writes what the scheduler and its runs say to a logger of Nest: the fields behind the message, an error with its stack. */
export function nestLogger(nest: LoggerService): Logger {
  return {
    debug: (fields, message) => nest.debug?.(line(fields, message)),
    info: (fields, message) => nest.log(line(fields, message)),
    warn: (fields, message) => nest.warn(line(fields, message)),
    error: (fields, message) => {
      const stack = stackIn(fields)
      // Nest takes an undefined stack for a line of its own.
      if (stack === null) nest.error(line(fields, message))
      else nest.error(line(fields, message), stack)
    },
  }
}

function line(fields: object, message: string): string {
  const told = Object.entries(fields).map(([name, value]) => [
    name,
    value instanceof Error ? value.message : value,
  ])
  if (told.length === 0) return message
  return `${message} ${inspect(Object.fromEntries(told), { breakLength: Infinity, depth: 3 })}`
}

function stackIn(fields: object): string | null {
  const error: unknown = Object.values(fields).find((value) => value instanceof Error)
  return error instanceof Error ? (error.stack ?? null) : null
}
