import type { EpochMs } from '@punctual/core/store'
import type { RowKind } from '../collection-names.ts'
import type { Collections } from '../collections.ts'
import type { StepWrite } from '../journal/step-writes.ts'
import { foundDocuments } from '../reading/found-rows.ts'
import type { RowDocument } from '../rows/document.ts'
import { jobHistories, type JobHistory } from './job-histories.ts'

/** Jobs that one call looks at; the next goes on where it stopped, so that no call takes long. */
const JOBS = 200
/** Spans that are kept of a job. */
const SPANS = 100

/** Finds what is no longer kept. It lives as long as its store, because it goes round the jobs. */
export class Retention {
  #after = ''

  /** At most `limit` rows to be deleted, of one state of the store. */
  async writes(
    rows: Collections['rows'],
    now: EpochMs,
    limit: number,
  ): Promise<readonly StepWrite[]> {
    const doomed = new Doomed(rows, limit)
    const expired = { expiresAt: { $lte: now } }
    await doomed.find('runs', { ...expired, endedAt: { $exists: true } }, { expiresAt: 1 })
    await doomed.find('spans', expired, { expiresAt: 1 })
    if (doomed.room > 0) await this.#goRound(rows, now, doomed)
    return doomed.writes
  }

  async #goRound(rows: Collections['rows'], now: EpochMs, doomed: Doomed): Promise<void> {
    const filter = { _id: { $gt: this.#after }, state: { $exists: true } }
    const options = { sort: { _id: 1 }, limit: JOBS, projection: { input: 0, trigger: 0 } }
    const jobs = await foundDocuments(rows.jobs, filter, options)
    for (const history of await jobHistories(rows, jobs)) {
      await this.#findOfJob(history, now, doomed)
      if (doomed.room === 0) return
      this.#after = history.id
    }
    if (jobs.length < JOBS) this.#after = ''
  }

  async #findOfJob(job: JobHistory, now: EpochMs, doomed: Doomed): Promise<void> {
    const { id, firstRun, keptFrom, spans } = job
    if (firstRun !== null && firstRun < keptFrom) {
      const beyond = { jobId: id, seq: { $lt: keptFrom }, endedAt: { $exists: true } }
      await doomed.find('runs', beyond, { seq: 1 })
    }
    if (spans > SPANS) await doomed.find('spans', { jobId: id }, { first: 1 }, spans - SPANS)
    // A declared job stays for the next time its code declares it, any other goes with its last run.
    const { finished, declared, keptUntil } = job
    if (!finished || declared || keptUntil > now || firstRun !== null || doomed.room === 0) return
    doomed.add('jobs', id)
    doomed.also('follows', id)
  }
}

/** What is to be deleted, as far as there is room for it. */
class Doomed {
  readonly #rows: Collections['rows']
  readonly #ids = new Map<string, StepWrite>()
  readonly #also: StepWrite[] = []
  readonly #limit: number

  constructor(rows: Collections['rows'], limit: number) {
    this.#rows = rows
    this.#limit = limit
  }

  get room(): number {
    return Math.max(0, this.#limit - this.#ids.size)
  }

  get writes(): readonly StepWrite[] {
    return [...this.#ids.values(), ...this.#also]
  }

  async find(kind: RowKind, filter: object, sort: object, most: number = Infinity): Promise<void> {
    const limit = Math.min(this.room, most)
    if (limit === 0) return
    const options = { sort, limit, projection: { step: 1 } }
    const found: readonly RowDocument[] = await foundDocuments(this.#rows[kind], filter, options)
    for (const { _id } of found) this.add(kind, _id)
  }

  add(kind: RowKind, id: string): void {
    this.#ids.set(`${kind} ${id}`, { kind, id, drop: true })
  }

  /** Goes with another row and does not count. */
  also(kind: RowKind, id: string): void {
    this.#also.push({ kind, id, drop: true })
  }
}
