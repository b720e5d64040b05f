import type { Answer, Ask, EpochMs, RowSource } from '@punctual/core/store'
import { number, text } from '../rows/record.ts'
import { answerKey, type ReadManner } from './ask-kinds.ts'
import type { AskReads } from './ask-reads.ts'
import type { Batch } from './batch.ts'
import type { ServerLink } from './server-link.ts'

/** How a step goes about its transaction. */
export interface StepManner extends ReadManner {
  /** Statements before the first read. */
  readonly begin: readonly string[]
  /** The time of the step; null asks the server. */
  readonly now: EpochMs | null
  /** Jobs that are not there are not locked: elsewhere than at READ COMMITTED that would hold up all who add some beside. */
  readonly sparesGaps: boolean
  /** Jobs that an earlier try of the step came upon: locked at once, in their order. */
  readonly known: readonly string[]
}

/**
 * The rows of one step inside one transaction, which reads what is committed at each statement: what one statement locks
 * a later one reads, so that nothing read is older than its lock. Locks are taken in the order sessions, jobs by their
 * ids; runs are locked by those alone who claim them: whoever else changes a run holds its job, or finds when it writes
 * that the run has moved.
 */
export class StepSource implements RowSource {
  readonly #link: ServerLink
  readonly #reads: AskReads
  readonly #manner: StepManner
  readonly #answers = new Map<string, Answer>()
  #begun = false
  #now: EpochMs | null

  constructor(link: ServerLink, reads: AskReads, manner: StepManner) {
    this.#link = link
    this.#reads = reads
    this.#manner = manner
    this.#now = manner.now
  }

  get now(): EpochMs {
    if (this.#now === null) throw new Error('the step has not begun')
    return this.#now
  }

  /** The jobs that it has read. */
  get jobs(): readonly string[] {
    return [...this.#answers.values()].flatMap(({ jobs = [] }) => jobs.map(({ id }) => id))
  }

  /** Begins the transaction, and reads in the same round trip what the step is sure to ask. */
  async begin(asks: readonly Ask[]): Promise<void> {
    const known = this.#manner.known.map((job): Ask => ({ ask: 'job', job }))
    await this.#fetch([...known, ...asks])
  }

  async answer(asks: readonly Ask[]): Promise<readonly Answer[]> {
    const open = asks.filter((ask) => !this.#answers.has(answerKey(ask)))
    if (open.length > 0) await this.#fetch(open)
    return asks.map((ask) => this.#answers.get(answerKey(ask)) ?? {})
  }

  async #fetch(asks: readonly Ask[]): Promise<void> {
    const jobs = await this.#jobsBehind(asks)
    const all = await this.#thoseThatAre([...asks, ...jobs.flatMap(withJob)])
    const batch = this.#batch()
    this.#reads.add(batch, all, {
      ...this.#manner,
      answers: this.#answers,
      between: () => this.#askTime(batch),
    })
    await batch.send(this.#link)
  }

  /**
   * Whoever names runs will change their jobs, which have to be locked before the runs are read: so these jobs are looked
   * up first. A step that names jobs too names those of its runs.
   */
  async #jobsBehind(asks: readonly Ask[]): Promise<readonly string[]> {
    if (this.#begun || this.#manner.jobs === 'read') return []
    if (asks.some(({ ask }) => ask === 'job')) return []
    const runs = asks.flatMap((ask) => (ask.ask === 'run' ? [ask.run] : []))
    const owners = asks.flatMap((ask) => (ask.ask === 'ownedRuns' ? [ask.session] : []))
    if (runs.length === 0 && owners.length === 0) return []
    const batch = this.#batch()
    const found = new Set<string>()
    this.#reads.addNodes(batch, asks, { ...this.#manner, answers: this.#answers })
    for (const query of this.#reads.jobsBehind(runs, owners)) {
      batch.add(query, (records) => {
        for (const record of records) found.add(text(record, 'id'))
      })
    }
    await batch.send(this.#link)
    return [...found]
  }

  /** Without the questions about jobs that are not there: when one is added meanwhile, its insert says so. */
  async #thoseThatAre(asks: readonly Ask[]): Promise<readonly Ask[]> {
    const ids = asks.flatMap((ask) => (ask.ask === 'job' ? [ask.job] : []))
    if (!this.#manner.sparesGaps || ids.length === 0) return asks
    const batch = this.#batch()
    const there = new Set<string>()
    batch.add(this.#reads.idsOf(ids), (records) => {
      for (const record of records) there.add(text(record, 'id'))
    })
    await batch.send(this.#link)
    return asks.filter((ask) => {
      if (!('job' in ask) || !ids.includes(ask.job) || there.has(ask.job)) return true
      this.#answers.set(answerKey(ask), {})
      return false
    })
  }

  /** The first one begins the transaction. */
  #batch(): Batch {
    const batch = this.#reads.batch()
    if (!this.#begun) for (const sql of this.#manner.begin) batch.add({ sql, values: [] })
    this.#begun = true
    return batch
  }

  /** Once all locks that are named at the beginning are there: it may have taken a while. */
  #askTime(batch: Batch): void {
    if (this.#now !== null) return
    batch.add(this.#reads.time(), ([record]) => {
      if (record !== undefined) this.#now = number(record, 'now')
    })
  }
}

/** Whoever changes a run goes on to these. */
function withJob(job: string): Ask[] {
  return [
    { ask: 'job', job },
    { ask: 'liveRuns', job },
    { ask: 'followersOf', job },
  ]
}
