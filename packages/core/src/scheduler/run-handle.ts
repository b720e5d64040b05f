import type { StoreLink } from '../engine/store-link.ts'
import type { Run, RunHandle } from '../jobs/run.ts'
import { runOf } from '../ledger/run-view.ts'
import type { JobRow, RunRow } from '../store/rows.ts'
import { durationOf, type Duration } from '../time/duration.ts'
import type { Millis } from '../time/epoch.ts'
import { jobIn, type FoundJob } from './find-job.ts'
import { runIn, unknownRun } from './find-run.ts'
import { checkKnown, invalidOption } from './known-options.ts'
import { Patience } from './patience.ts'
import type { VerbParts } from './verb-parts.ts'

interface WaitOptions {
  signal?: AbortSignal
  timeout?: Duration
}

/** A run that was asked for; of a fire that is still to be published, `fire` is its instant. */
export interface AskedRun {
  readonly id: string
  readonly link: StoreLink
  readonly job: Pick<JobRow, 'id' | 'inc'>
  readonly fire: number | null
}

/** What `runTask`, `runJob` and `retryRun` give: it reads nothing until somebody waits. */
export class AskedRunHandle<R> implements RunHandle<R> {
  readonly id: string
  readonly #parts: VerbParts
  readonly #asked: AskedRun

  constructor(parts: VerbParts, asked: AskedRun) {
    this.id = asked.id
    this.#parts = parts
    this.#asked = asked
  }

  /** News of this node wake it at once; what happens elsewhere is looked for now and then, ever less often. */
  async finished(options: WaitOptions = {}): Promise<Run<R>> {
    const timeout = checkedTimeout(options)
    // Not `using`: where Node 22 runs these sources themselves, it cannot read that word.
    const patience = new Patience(this.#parts, { runId: this.id, timeout, signal: options.signal })
    try {
      for (;;) {
        this.#parts.gate.check()
        const news = patience.listen()
        const row = await this.#ended()
        if (row !== null) return runOf(row) as Run<R>
        await news
      }
    } finally {
      patience[Symbol.dispose]()
    }
  }

  /** The run when it has ended; refuses with `PUNCTUAL_UNKNOWN_RUN` when it never will. */
  async #ended(): Promise<RunRow | null> {
    const { link } = this.#asked
    const run = await runIn(link, this.id)
    if (run !== null) return hasEnded(run.row) ? run.row : null
    const job = await jobIn(link, this.#asked.job.id)
    if (this.#isToCome(job)) return null
    // It may have begun between the two looks.
    const again = await runIn(link, this.id)
    if (again !== null) return hasEnded(again.row) ? again.row : null
    throw unknownRun(this.id, 'its fire was skipped, its job removed, or it is no longer kept')
  }

  #isToCome(job: FoundJob | null): boolean {
    const { job: asked, fire } = this.#asked
    if (job === null || job.row.inc !== asked.inc || fire === null) return false
    return (job.row.nextAt ?? job.row.heldNext) === fire
  }
}

export function hasEnded({ state }: Pick<RunRow, 'state'>): boolean {
  return state !== 'waiting' && state !== 'pending' && state !== 'running'
}

function checkedTimeout(options: WaitOptions): Millis | null {
  checkKnown(options, ['signal', 'timeout'], 'finished')
  const { signal, timeout } = options
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalidOption('signal', 'must be an AbortSignal')
  }
  return timeout === undefined ? null : durationOf(timeout, { name: 'timeout' })
}
