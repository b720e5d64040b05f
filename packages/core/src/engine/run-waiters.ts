/** Those on this node who wait for news of a run. */
export class RunWaiters {
  readonly #waiters = new Map<string, Set<() => void>>()

  /** Calls `wake` at the next news of the run; the answer takes it back. */
  wait(runId: string, wake: () => void): () => void {
    const waiters = this.#waiters.get(runId) ?? new Set()
    this.#waiters.set(runId, waiters.add(wake))
    return () => {
      waiters.delete(wake)
      if (waiters.size === 0 && this.#waiters.get(runId) === waiters) this.#waiters.delete(runId)
    }
  }

  /** The run has just changed its state in the store. */
  notify(runId: string): void {
    const waiters = this.#waiters.get(runId)
    if (waiters === undefined) return
    this.#waiters.delete(runId)
    for (const wake of waiters) wake()
  }
}
