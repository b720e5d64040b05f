import { PunctualError } from '../errors/punctual-error.ts'
import type { Millis } from '../time/epoch.ts'
import type { VerbParts } from './verb-parts.ts'

export interface PatienceOptions {
  readonly runId: string
  /** null = as long as it takes. */
  readonly timeout: Millis | null
  readonly signal: AbortSignal | undefined
}

const FIRST_LOOK: Millis = 100
const LEAST_OFTEN: Millis = 2_000

/** Waits for the news of a run, for the next look, or for the end of all patience. */
export class Patience implements Disposable {
  readonly #parts: VerbParts
  readonly #options: PatienceOptions
  readonly #undo: (() => void)[] = []
  #pause: Millis = FIRST_LOOK
  #over: { readonly reason: unknown } | null = null
  #wake: () => void = () => {}

  constructor(parts: VerbParts, options: PatienceOptions) {
    this.#parts = parts
    this.#options = options
    const { timeout, signal } = options
    if (timeout !== null) this.#undo.push(this.#after(timeout, () => this.#end(tooLong(options))))
    if (signal !== undefined) this.#heed(signal)
    this.#undo.push(parts.gate.onClose(() => this.#wake()))
  }

  /**
   * Resolves at the next news; rejects when patience is over. Listens from the call on, so that nothing is missed
   * between a look and the wait.
   */
  listen(): Promise<void> {
    const news = new Promise<void>((resolve, reject) => this.#arm(resolve, reject))
    // Nobody may have begun to wait for it yet.
    news.catch(() => {})
    return news
  }

  [Symbol.dispose](): void {
    this.#wake()
    for (const undo of this.#undo.splice(0)) undo()
  }

  #arm(resolve: () => void, reject: (reason: unknown) => void): void {
    const unwait = this.#parts.node.waiters.wait(this.#options.runId, () => this.#wake())
    const disarm = this.#after(this.#pause, () => this.#wake())
    this.#pause = Math.min(this.#pause * 1.5, LEAST_OFTEN)
    this.#wake = () => {
      this.#wake = () => {}
      unwait()
      disarm()
      if (this.#over === null) resolve()
      else reject(this.#over.reason)
    }
    if (this.#over !== null) this.#wake()
  }

  #end(reason: unknown): void {
    this.#over ??= { reason }
    this.#wake()
  }

  #heed(signal: AbortSignal): void {
    const aborted = (): void => this.#end(signal.reason)
    if (signal.aborted) aborted()
    signal.addEventListener('abort', aborted, { once: true })
    this.#undo.push(() => signal.removeEventListener('abort', aborted))
  }

  #after(delay: Millis, wake: () => void): () => void {
    return this.#parts.node.settings.clock.setTimer(delay, wake)
  }
}

function tooLong({ runId, timeout }: PatienceOptions): PunctualError {
  return new PunctualError(
    'PUNCTUAL_WAIT_TIMEOUT',
    `run "${runId}" had not ended after ${timeout} ms of waiting; it goes on all the same`,
    { details: { runId, timeout } },
  )
}
