import { PunctualError } from '@punctual/core/store'

/** Refusals that mean that the server cannot do it now, and has done nothing. */
const AWAY = /^(LOADING|CLUSTERDOWN|MASTERDOWN|READONLY|TRYAGAIN|NOREPLICAS|MISCONF) /

/** An error of a client as one of this library; those of operations stay as they are. */
export function redisError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PunctualError) return error
  const cause = bare(error)
  const { message } = cause
  if (!isRefusal(error)) {
    return new PunctualError(
      'PUNCTUAL_STORE_UNAVAILABLE',
      `Redis did not answer: ${message}; the store tries to reach it again at the next call`,
      { cause },
    )
  }
  if (AWAY.test(message)) {
    return new PunctualError('PUNCTUAL_STORE_UNAVAILABLE', `Redis cannot work now: ${message}`, {
      cause,
    })
  }
  if (message.startsWith('BUSY ')) {
    return new PunctualError(
      'PUNCTUAL_STORE_BUSY',
      'a script of somebody else has kept Redis busy for too long: find it with SLOWLOG, then try again',
      { cause },
    )
  }
  return new PunctualError(
    'PUNCTUAL_STORE_FAILED',
    `Redis refused a step: ${message}; nothing of it was kept`,
    { cause },
  )
}

/** Answers of the server begin with a word in capitals; what goes wrong on the way to it does not. */
function isRefusal(error: Error): boolean {
  return error.name === 'ReplyError' || /^-?[A-Z]{2,} /.test(error.message)
}

/** Without what clients hang on their errors: a command with all its arguments, which are the rows of the users. */
function bare(error: Error): Error {
  const inner = error instanceof AggregateError ? error.errors.find(isError) : null
  const { message, stack } = inner ?? error
  const cause = new Error(message === '' ? 'the connection failed' : message)
  if (stack !== undefined) cause.stack = stack
  return cause
}

function isError(value: unknown): value is Error {
  return value instanceof Error
}
