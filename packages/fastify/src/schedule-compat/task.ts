import { defaultErrorHandler } from './error-reports.ts'
import { noteExecution, reportTo, type ErrorHandler } from './execution.ts'

/** Work that is over when its function returns. */
export class Task {
  readonly id: string
  isAsync: boolean = false
  isExecuting: boolean = false
  readonly #handler: (taskId?: string, jobId?: string) => void
  readonly #errorHandler: ErrorHandler

  constructor(
    id: string,
    handler: (taskId?: string, jobId?: string) => void,
    errorHandler?: (err: Error) => void,
  ) {
    this.id = id
    this.#handler = handler
    this.#errorHandler = errorHandler ?? defaultErrorHandler(id)
  }

  /** Does the work. What it throws goes to the error handler; what that throws is thrown here. */
  execute(jobId?: string): void {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    noteExecution(promise)
    this.isExecuting = true
    try {
      this.#handler(this.id, jobId)
      resolve()
    } catch (error) {
      reportTo(this.#errorHandler, error, () => reject(error))
    } finally {
      this.isExecuting = false
    }
  }
}
