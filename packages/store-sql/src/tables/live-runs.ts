import type { RunRow } from '@punctual/core/store'
import { liveStates } from '../rows/run-row.ts'

/** The live runs of the incarnations that a step has read already, kept up to date with what it writes. */
export class LiveRuns {
  readonly #lists = new Map<string, RunRow[]>()

  /** The waiting, pending and running runs by `seq`; null when they were not read yet. */
  of(inc: string): readonly RunRow[] | null {
    const list = this.#lists.get(inc)
    if (list === undefined) return null
    return list.filter((run) => liveStates.includes(run.state)).sort((a, b) => a.seq - b.seq)
  }

  learn(inc: string, runs: readonly RunRow[]): void {
    this.#lists.set(inc, [...runs])
  }

  add(run: RunRow): void {
    this.#lists.get(run.inc)?.push(run)
  }

  drop(run: RunRow): void {
    const list = this.#lists.get(run.inc)
    if (list === undefined) return
    const left = list.filter((other) => other !== run)
    this.#lists.set(run.inc, left)
  }
}
