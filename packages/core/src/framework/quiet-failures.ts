import type { Logger } from '../events/logger.ts'

/** A logger that says nothing of failed runs: for whoever tells of them in another way. */
export function quietFailures(logger: Logger): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn(fields, message) {
      if (!isFailure(fields)) logger.warn(fields, message)
    },
    error(fields, message) {
      if (!isFailure(fields)) logger.error(fields, message)
    },
  }
}

function isFailure(fields: object): boolean {
  return 'event' in fields && (fields.event === 'run:failed' || fields.event === 'run:retrying')
}
