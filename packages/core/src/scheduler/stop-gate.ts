import { PunctualError } from '../errors/punctual-error.ts'

/** Lets calls through until the scheduler has stopped, and tells those who wait. */
export class StopGate {
  readonly #waiting = new Set<() => void>()
  #closed = false

  get closed(): boolean {
    return this.#closed
  }

  /** Refuses with `PUNCTUAL_STOPPED` once the scheduler has stopped. */
  check(): void {
    if (this.#closed) throw this.refusal()
  }

  refusal(): PunctualError {
    return new PunctualError(
      'PUNCTUAL_STOPPED',
      'this scheduler was stopped: a new one has to be made and started',
    )
  }

  close(): void {
    this.#closed = true
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const closed of waiting) closed()
  }

  /** Calls `closed` when the gate closes; the answer takes it back. */
  onClose(closed: () => void): () => void {
    this.#waiting.add(closed)
    return () => this.#waiting.delete(closed)
  }
}
