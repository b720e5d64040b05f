import type { Upstream } from '../jobs/run.ts'
import { resultOf } from '../ledger/run-view.ts'
import type { UpstreamRef } from '../store/rows.ts'
import type { Millis } from '../time/epoch.ts'
import type { LoopParts } from './loop-parts.ts'
import { CallFailed } from './store-client.ts'

/** Reads the ends of the runs that a run follows. */
export class UpstreamReader {
  readonly #parts: LoopParts

  constructor(parts: LoopParts) {
    this.#parts = parts
  }

  /** What the store cannot say is no failure of the run: it is asked again until it can, or nobody wants to know any more. */
  async read(refs: readonly UpstreamRef[], wanted: () => boolean): Promise<readonly Upstream[]> {
    while (wanted()) {
      try {
        return await this.#ask(refs)
      } catch (thrown) {
        if (!(thrown instanceof CallFailed)) throw thrown
        await this.#pause(thrown.retryIn)
      }
    }
    return []
  }

  async #ask(refs: readonly UpstreamRef[]): Promise<readonly Upstream[]> {
    const query = { ids: refs.map((ref) => ref.runId), limit: refs.length }
    const page = await this.#parts.client.call('read', (store) => store.read.runs(query))
    const runs = new Map(page.items.map((run) => [run.id, run]))
    return refs.map((ref) => {
      const run = runs.get(ref.runId)
      return { ...ref, result: run === undefined ? null : resultOf(run), error: run?.error ?? null }
    })
  }

  #pause(pause: Millis): Promise<void> {
    const { clock } = this.#parts.node.settings
    return new Promise((resolve) => clock.setTimer(pause, resolve))
  }
}
