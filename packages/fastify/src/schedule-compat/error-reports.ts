import type { Logger } from '@punctual/core'

/** What a task without an error handler does with an error. */
export function defaultErrorHandler(taskId: string): (error: Error) => void {
  return (error) => {
    console.error(`Error while handling task ${taskId}: ${messageOf(error)}`)
  }
}

/** What is said when an error handler fails itself; there is nobody left who could be told. */
export function reportFailedHandler(error: unknown, original: unknown): void {
  console.error(`Error while trying to log an error: ${messageOf(error)}`)
  console.error(`Original error: ${messageOf(original)}`)
}

/** What is said when the scheduler refuses to follow what was asked of a job. */
export function reportTrouble(logger: Logger | undefined): (error: unknown) => void {
  return (error) => {
    const message = 'a job does not stand in the store as it was asked for'
    if (logger === undefined) console.error(`[punctual] ${message}`, { error })
    else logger.error({ error }, message)
  }
}

/** Anything can be thrown. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
