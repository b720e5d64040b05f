import type { Page } from '../jobs/job.ts'
import type { JobRow, RunRow } from '../store/rows.ts'
import type { Batch, Session } from '../store/store-messages.ts'
import type { RunQuery } from '../store/store-reader.ts'
import { MINUTE, SECOND, type Millis } from '../time/epoch.ts'
import type { LoopParts } from './loop-parts.ts'
import { Rounds } from './rounds.ts'
import type { Alarm } from './wakeup.ts'

/** The store may carry out a call long after nobody waits for its answer: a lost batch is looked up more than once. */
const LOOKS: readonly Millis[] = [0, 5 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE]

const PAGE = 1_000

interface LostBatch {
  readonly session: Session
  readonly batch: Batch
  /** Runs of it that were begun here; each is begun once. */
  readonly found: Set<string>
  looks: number
  due: Millis
}

export interface ReconcilerHooks {
  /** A run of this session that nobody here knew of; null = its job is gone. */
  found(session: Session, run: RunRow, job: JobRow | null): void
}

/** Finds the runs of calls that ended without an answer, and only those: nobody else could have started them. */
export class Reconciler {
  readonly #parts: LoopParts
  readonly #hooks: ReconcilerHooks
  readonly #rounds: Rounds
  readonly #next: Alarm
  #lost: LostBatch[] = []

  constructor(parts: LoopParts, hooks: ReconcilerHooks) {
    this.#parts = parts
    this.#hooks = hooks
    this.#rounds = new Rounds({
      clock: parts.node.settings.clock,
      round: () => this.#look(),
      failed: (thrown) => this.#next.in(parts.client.pauseAfter('read', thrown)),
    })
    this.#next = parts.wakeup.alarm(() => this.#rounds.ask())
  }

  lost(session: Session, batch: Batch): void {
    const due = this.#parts.wakeup.now()
    this.#lost.push({ session, batch, found: new Set(), looks: 0, due })
    this.#rounds.open()
    this.#next.within(0)
  }

  /** The session is over: so is what it owned. */
  async forget(): Promise<void> {
    this.#lost = []
    this.#next.off()
    await this.#rounds.close()
  }

  async #look(): Promise<void> {
    const now = this.#parts.wakeup.now()
    for (const lost of this.#lost.filter((each) => each.due <= now)) {
      await this.#find(lost)
      lost.looks += 1
      lost.due = now + (LOOKS[lost.looks] ?? Infinity)
    }
    this.#lost = this.#lost.filter((lost) => lost.due < Infinity)
    if (this.#lost.length === 0) return
    this.#next.in(Math.min(...this.#lost.map((lost) => lost.due)) - this.#parts.wakeup.now())
  }

  async #find({ session, batch, found }: LostBatch): Promise<void> {
    let cursor: string | null = null
    do {
      const query: RunQuery = { owner: session, batch, states: ['running'], limit: PAGE, cursor }
      const page: Page<RunRow> = await this.#parts.client.call('read', (store) =>
        store.read.runs(query),
      )
      const fresh = page.items.filter((run) => !found.has(run.id))
      const jobs = await this.#jobsOf(fresh)
      for (const run of fresh) {
        found.add(run.id)
        this.#hooks.found(session, run, jobs.get(run.jobId) ?? null)
      }
      cursor = page.cursor
    } while (cursor !== null)
  }

  async #jobsOf(runs: readonly RunRow[]): Promise<ReadonlyMap<string, JobRow>> {
    if (runs.length === 0) return new Map()
    const ids = [...new Set(runs.map((run) => run.jobId))]
    const query = { ids, limit: ids.length }
    const page = await this.#parts.client.call('read', (store) => store.read.jobs(query))
    return new Map(page.items.map((job) => [job.id, job]))
  }
}
