import type { Progress } from '../jobs/progress.ts'
import type { Assignment } from './assignment.ts'
import type { Abort } from './settle.ts'

/** An attempt that is being executed. */
export interface RunningRun {
  readonly assignment: Assignment
  readonly store: string
  readonly progress: Progress | null
  abort(abort: Abort): void
  /** Ends it where the executor can. */
  kill(): void
}

/** The attempts that this node is executing, each run at most once per token. */
export class RunningRuns {
  /** By run; the attempt with the greatest token. */
  readonly #latest = new Map<string, RunningRun>()
  /** Attempts of runs that were begun again here before they ended. */
  readonly #displaced = new Set<RunningRun>()
  readonly #idle: (() => void)[] = []

  get size(): number {
    return this.#latest.size + this.#displaced.size
  }

  find(runId: string): RunningRun | null {
    return this.#latest.get(runId) ?? null
  }

  of(store: string): readonly RunningRun[] {
    return this.all().filter((run) => run.store === store)
  }

  all(): readonly RunningRun[] {
    return [...this.#latest.values(), ...this.#displaced]
  }

  /** False when the run is being executed here with this token already. */
  begin(run: RunningRun): boolean {
    const { runId, token } = run.assignment
    const there = this.#latest.get(runId)
    if (there !== undefined) {
      if (there.assignment.token >= token) return false
      this.#displaced.add(there)
    }
    this.#latest.set(runId, run)
    return true
  }

  end(run: RunningRun): void {
    const { runId } = run.assignment
    if (this.#latest.get(runId) === run) this.#latest.delete(runId)
    else this.#displaced.delete(run)
    if (this.size > 0) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** Resolves when nothing is being executed any more. */
  idle(): Promise<void> {
    if (this.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }
}
