import type { ModuleRef } from '../../jobs/task.ts'
import type { RunContext } from '../../scheduler/scheduler.ts'

/** An attempt on its way through a pool; settled once. */
export class PooledCall {
  readonly run: RunContext<unknown>
  readonly code: ModuleRef
  readonly promise: Promise<unknown>
  readonly #signal: AbortSignal
  #resolve: (value: unknown) => void = () => {}
  #reject: (reason: unknown) => void = () => {}
  #onAbort: (() => void) | null = null

  constructor(run: RunContext<unknown>, code: ModuleRef) {
    this.run = run
    this.code = code
    this.#signal = run.signal
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  /** Calls it with the reason when the run is asked to stop, at once when it was; only the last one given is called. */
  onAbort(listener: (reason: unknown) => void): void {
    this.#forget()
    const told = (): void => listener(this.#signal.reason)
    if (this.#signal.aborted) return told()
    this.#onAbort = told
    this.#signal.addEventListener('abort', told, { once: true })
  }

  resolve(value: unknown): void {
    this.#forget()
    this.#resolve(value)
  }

  reject(reason: unknown): void {
    this.#forget()
    this.#reject(reason)
  }

  #forget(): void {
    if (this.#onAbort !== null) this.#signal.removeEventListener('abort', this.#onAbort)
    this.#onAbort = null
  }
}
