import type { Logger } from '../events/logger.ts'

/** The logger of a scheduler that was given none: warnings and errors go to the console, nothing else is said. */
export const consoleLogger: Logger = {
  debug() {},
  info() {},
  warn(fields, message) {
    console.warn(`[punctual] ${message}`, fields)
  },
  error(fields, message) {
    console.error(`[punctual] ${message}`, fields)
  },
}
