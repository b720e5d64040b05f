import { PunctualError } from './punctual-error.ts'

/** What tells a user that a function cannot run elsewhere. */
export function needsModule(task: string, executor: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_NEEDS_MODULE',
    `task "${task}" is a function, and executor "${executor}" runs modules only: put the function into a file of its own, and give the task to scheduler.handle(task, { module: new URL('./file.js', import.meta.url) })`,
    { details: { task, executor } },
  )
}
