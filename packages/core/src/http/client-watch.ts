import type { ServerResponse } from 'node:http'

/** Knows whether the client still waits for its answer. */
export class ClientWatch {
  readonly #res: ServerResponse
  readonly #abort = new AbortController()
  readonly #over: Promise<void>
  #held: Request | null = null
  #finished = false
  #resolve = (): void => {}

  constructor(res: ServerResponse) {
    this.#res = res
    this.#over = new Promise((resolve) => (this.#resolve = resolve))
    if (res.destroyed && !res.writableEnded) this.#leave()
    // Without a listener for errors, a socket that breaks while we write would end the process.
    else res.once('finish', this.#end).once('close', this.#leave).on('error', this.#leave)
  }

  /** Aborts when the client leaves before the answer is over. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get gone(): boolean {
    return this.#abort.signal.aborted
  }

  /** Resolves when the answer was handed over, or the client left. */
  get over(): Promise<void> {
    return this.#over
  }

  /** The signal of a request goes silent once the request itself is collected as garbage: so somebody has to hold it. */
  hold(request: Request): Request {
    this.#held = request
    return request
  }

  /** Whether a failure says no more than that the client left. */
  causedBy(error: unknown): boolean {
    if (!this.gone) return false
    return (
      error === this.#held?.signal.reason || (error instanceof Error && error.name === 'AbortError')
    )
  }

  release(): void {
    this.#res.off('finish', this.#end).off('close', this.#leave)
    this.#held = null
  }

  readonly #end = (): void => {
    this.#finished = true
    this.#resolve()
  }

  readonly #leave = (): void => {
    if (this.#finished) return
    this.#abort.abort(new DOMException('the client left', 'AbortError'))
    this.#resolve()
  }
}
