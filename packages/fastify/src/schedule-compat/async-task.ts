import { defaultErrorHandler, reportFailedHandler } from './error-reports.ts'
import { noteExecution, reportTo, type ErrorHandler } from './execution.ts'

/** Work that is over when its promise settles. */
export class AsyncTask {
  readonly id: string
  isAsync: boolean = true
  isExecuting: boolean = false
  readonly #handler: (taskId?: string, jobId?: string) => Promise<unknown>
  readonly #errorHandler: ErrorHandler
  #executions = 0
  #failure: unknown

  constructor(
    id: string,
    handler: (taskId?: string, jobId?: string) => Promise<unknown>,
    errorHandler?: (err: Error) => void,
  ) {
    this.id = id
    this.#handler = handler
    this.#errorHandler = errorHandler ?? defaultErrorHandler(id)
  }

  /** Begins the work. An error handler that throws is reported on the console: nobody waits here. */
  execute(jobId?: string): void {
    this.executeAsync(jobId).catch((error: unknown) => reportFailedHandler(error, this.#failure))
  }

  /** Resolves when the work has ended, also where its error handler was called; rejects with what that throws. */
  async executeAsync(jobId?: string): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    noteExecution(promise)
    this.#executions += 1
    this.isExecuting = true
    try {
      const result = await this.#handler(this.id, jobId)
      resolve()
      return result
    } catch (error) {
      this.#failure = error
      reportTo(this.#errorHandler, error, () => reject(error))
      return undefined
    } finally {
      this.#executions -= 1
      this.isExecuting = this.#executions > 0
    }
  }
}
