import type { EpochMs } from '../../time/epoch.ts'
import type { JobRow, RunRow } from '../rows.ts'
import type {
  Advance,
  Batch,
  FirePut,
  Published,
  PublishedRun,
  Session,
  SkippedFire,
  SpanPut,
} from '../store-messages.ts'
import type { JobPatch, Tables } from '../tables.ts'
import { admitFire, type Replacement } from './admit-fire.ts'
import { cancelRun } from './end-run.ts'
import { fireRunId } from './fire-run-id.ts'
import { liveSession } from './live-session.ts'
import { spend } from './max-runs.ts'
import type { RunSeed, Taker } from './new-run.ts'
import { Occupancy } from './occupancy.ts'
import { rearm } from './rearm.ts'
import { recordReplaced, recordSpan } from './record-span.ts'

/** Moves jobs on to their next instants and creates the runs of their fires. */
export function publish(
  tables: Tables,
  by: Session,
  batch: Batch,
  items: readonly Advance[],
): readonly Published[] {
  const taker: Taker = { node: liveSession(tables, by), batch }
  return items.map((item) => advance(tables, taker, item))
}

function advance(tables: Tables, taker: Taker, item: Advance): Published {
  const job = tables.job(item.id)
  if (job === null || isStale(job, item)) return { result: 'stale' }
  if (isEarly(job, item, tables.now)) return { result: 'early' }
  const publication = new Publication(tables, job, taker)
  publication.take(item)
  return publication.close(item)
}

function isStale(job: JobRow, item: Advance): boolean {
  if (job.inc !== item.inc || job.version !== item.version) return true
  if (job.state !== 'active' || job.nextAt === null) return true
  if (item.next !== null && item.next <= job.nextAt) return true
  const first = item.fires[0]
  return first !== undefined && job.high !== null && first.at <= job.high
}

function isEarly(job: JobRow, item: Advance, now: EpochMs): boolean {
  if (job.nextAt !== null && job.nextAt > now) return true
  const last = item.fires[item.fires.length - 1]
  return last !== undefined && last.at > now
}

/** A job with a delay gets its next instant at the end of its run: without a fire and without a reason it is over. */
function isLast(job: JobRow, { next, fires, spans }: Advance): boolean {
  if (next !== null) return false
  return job.mode === 'time' || (fires.length === 0 && spans.length === 0)
}

/** One job that is moved on: its instants are taken in ascending order, and each becomes a run or part of a span. */
class Publication {
  readonly #tables: Tables
  readonly #job: JobRow
  readonly #taker: Taker
  readonly #occupancy: Occupancy
  readonly #skipped: SkippedFire[] = []
  #runs: RunRow[] = []
  #created = 0
  /** The last instant that is accounted for. */
  #high: EpochMs | null

  constructor(tables: Tables, job: JobRow, taker: Taker) {
    this.#tables = tables
    this.#job = job
    this.#taker = taker
    this.#occupancy = new Occupancy(tables, job)
    this.#high = job.high
  }

  take({ fires, spans }: Advance): void {
    let taken = 0
    for (const fire of fires) {
      for (; taken < spans.length && spans[taken]!.first < fire.at; taken += 1) {
        this.#record(spans[taken]!, null)
      }
      this.#fire(fire)
    }
    for (; taken < spans.length; taken += 1) this.#record(spans[taken]!, null)
  }

  close(item: Advance): Published {
    const job = this.#job
    const patch: JobPatch = {
      version: job.version + 1,
      nextAt: item.next,
      high: this.#high,
      runSeq: job.runSeq + this.#created,
    }
    if (isLast(job, item)) patch.state = 'finished'
    if (job.runsLeft !== null) Object.assign(patch, spend(job, this.#created))
    if (patch.state === 'finished') patch.updatedAt = this.#tables.now
    this.#tables.updateJob(job, patch)
    if (job.mode === 'delay') rearm(this.#tables, job)
    const runs = this.#runs.map(publishedRun)
    return { result: 'done', runs, skipped: this.#skipped, finished: job.state === 'finished' }
  }

  #fire(fire: FirePut): void {
    const job = this.#job
    const { at } = fire
    if (job.runsLeft !== null && this.#created >= job.runsLeft) {
      this.#skip(at, 'max_runs_reached', null)
      return
    }
    const id = fireRunId(job.inc, at)
    if (this.#tables.run(id) !== null) return
    const seq = job.runSeq + this.#created + 1
    const seed = fireSeed(id, seq, fire)
    const taker = fire.own ? this.#taker : null
    const admission = { seed, taker, catchUp: fire.catchUp, by: 'publish' } as const
    const admitted = admitFire(this.#tables, job, this.#occupancy, admission)
    if (admitted.run === null) {
      this.#skip(at, admitted.reason, admitted.cause)
      return
    }
    this.#created += 1
    this.#high = at
    this.#runs.push(admitted.run)
    if (admitted.replacement !== null) this.#replace(admitted.replacement)
  }

  #replace({ dropped, leaving, cause }: Replacement): void {
    if (dropped !== null) {
      recordReplaced(this.#tables, this.#job, dropped, cause)
      this.#skipped.push({ at: dropped.fireAt, reason: 'replaced' })
      this.#runs = this.#runs.filter((run) => run !== dropped)
    }
    if (leaving !== null) cancelRun(this.#tables, leaving, 'replaced', 'publish')
  }

  #skip(at: EpochMs, reason: SkippedFire['reason'], cause: string | null): void {
    this.#record({ first: at, last: at, reason }, cause)
    this.#skipped.push({ at, reason })
  }

  #record({ first, last, reason }: SpanPut, cause: string | null): void {
    recordSpan(this.#tables, this.#job, { first, last, reason, cause, after: this.#high })
    this.#high = Math.max(this.#high ?? last, last)
  }
}

function fireSeed(id: string, seq: number, fire: FirePut): RunSeed {
  return {
    id,
    seq,
    kind: 'fire',
    fireAt: fire.at,
    startDeadline: fire.startDeadline,
    missed: fire.missed,
    input: null,
    upstream: null,
    depth: 0,
  }
}

function publishedRun(run: RunRow): PublishedRun {
  const { id, token, state, fireAt } = run
  return {
    runId: id,
    token,
    state: state === 'running' || state === 'waiting' ? state : 'pending',
    fireAt,
  }
}
