import { reportFailedHandler } from './error-reports.ts'

export type ErrorHandler = (error: Error) => unknown

/** What a call of a task began. */
export interface Begun {
  /** Settles when the task and its error handler have ended; rejects with the error of the task, handled or not. */
  readonly ended: Promise<unknown>
  /** What the call itself threw: an error handler did. */
  readonly threw: { readonly error: unknown } | null
}

let watched: Promise<unknown>[] | null = null

/**
 * Calls a public method of a task and answers with the executions that it began. The methods themselves tell nothing
 * about an end; watched like this, a task that is spied upon, or overrides them, is still seen.
 */
export function watch(call: () => void): Begun {
  const outer = watched
  const own: Promise<unknown>[] = []
  watched = own
  let threw: Begun['threw'] = null
  try {
    call()
  } catch (error) {
    threw = { error }
  } finally {
    watched = outer
  }
  const ended = Promise.all(own)
  ended.catch(() => {})
  return { ended, threw }
}

/** Tells whoever watches that an execution began. Its failure is told by the error handler: nobody has to await this. */
export function noteExecution(ended: Promise<unknown>): void {
  ended.catch(() => {})
  watched?.push(ended)
}

/** Gives an error to its handler, which may answer with a promise. Throws what that throws; `done` is called in any case. */
export function reportTo(handler: ErrorHandler, error: unknown, done: () => void): void {
  let answer: unknown
  try {
    // Whatever was thrown is handed on, as in toad-scheduler, where the type promises an Error too.
    answer = handler(error as Error)
  } catch (further) {
    done()
    throw further
  }
  if (!isThenable(answer)) return done()
  const failed = (reason: unknown): void => reportFailedHandler(reason, error)
  Promise.resolve(answer).catch(failed).finally(done)
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value
}
