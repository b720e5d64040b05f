import type { Emitter } from '../events/emitter.ts'
import type { SpanReason } from '../jobs/fire-record.ts'
import type { RunError } from '../jobs/run-error.ts'
import { runErrorOf } from '../jobs/run-error-of.ts'
import type { Run } from '../jobs/run.ts'
import { jobOf } from '../ledger/job-view.ts'
import { runOf } from '../ledger/run-view.ts'
import type { JobRow, RunRow } from '../store/rows.ts'
import type { Clock } from '../time/clock.ts'
import type { EpochMs } from '../time/epoch.ts'

type JobNews = 'added' | 'updated' | 'paused' | 'resumed' | 'removed' | 'finished' | 'undeclared'
type RunNews = 'started' | 'retrying' | 'succeeded' | 'failed' | 'cancelled' | 'lost' | 'fenced'
type SchedulerNews = 'starting' | 'started' | 'paused' | 'resumed' | 'stopping' | 'stopped'

/** Turns what happens into events; builds nothing that nobody listens to. */
export class Announcer {
  readonly #emitter: Emitter
  readonly #clock: Clock
  readonly #node: string

  constructor(emitter: Emitter, clock: Clock, node: string) {
    this.#emitter = emitter
    this.#clock = clock
    this.#node = node
  }

  scheduler(news: SchedulerNews): void {
    this.#emitter.emit({ type: `scheduler:${news}`, ...this.#stamp() })
  }

  job(news: JobNews, row: JobRow, store: string): void {
    if (!this.#emitter.has(`job:${news}`)) return
    const job = this.#shown(row.id, () => jobOf(row, store))
    if (job !== null) this.#emitter.emit({ type: `job:${news}`, ...this.#stamp(), job })
  }

  rejected(id: string, thrown: unknown): void {
    this.#emitter.emit({ type: 'job:rejected', ...this.#stamp(), id, error: runErrorOf(thrown) })
  }

  published(jobId: string, fireTime: EpochMs, runId: string): void {
    if (!this.#emitter.has('fire:published')) return
    this.#emitter.emit({ type: 'fire:published', ...this.#stamp(), jobId, fireTime, runId })
  }

  skipped(jobId: string, fireTime: EpochMs, reason: SpanReason): void {
    if (!this.#emitter.has('fire:skipped')) return
    this.#emitter.emit({ type: 'fire:skipped', ...this.#stamp(), jobId, fireTime, reason })
  }

  missed(jobId: string, fireTime: EpochMs, reason: SpanReason): void {
    this.#emitter.emit({ type: 'fire:missed', ...this.#stamp(), jobId, fireTime, reason })
  }

  get wantsMissed(): boolean {
    return this.#emitter.has('fire:missed')
  }

  run(news: RunNews, build: () => Run | null): void {
    if (!this.#emitter.has(`run:${news}`)) return
    const run = build()
    if (run !== null) this.#emitter.emit({ type: `run:${news}`, ...this.#stamp(), run })
  }

  /** The news of a run that has just changed its state in the store. */
  ended(row: RunRow): void {
    const { state } = row
    if (state === 'waiting' || state === 'running') return
    this.run(state === 'pending' ? 'retrying' : state, () =>
      this.#shown(row.jobId, () => runOf(row)),
    )
  }

  progress(runId: string, jobId: string, fraction: number, message: string | null): void {
    if (!this.#emitter.has('run:progress')) return
    this.#emitter.emit({ type: 'run:progress', ...this.#stamp(), runId, jobId, fraction, message })
  }

  unknownTask(task: string, runs: number): void {
    this.#emitter.emit({ type: 'task:unknown', ...this.#stamp(), task, runs })
  }

  node(news: 'joined' | 'left' | 'lost' | 'stalled', name: string): void {
    this.#emitter.emit({ type: `node:${news}`, ...this.#stamp(), name })
  }

  store(
    news: 'error' | 'recovered' | 'reset' | 'clock_jumped',
    store: string,
    thrown?: unknown,
  ): void {
    const error: RunError | null = thrown === undefined ? null : runErrorOf(thrown)
    this.#emitter.emit({ type: `store:${news}`, ...this.#stamp(), store, error })
  }

  /** A stored row that cannot be read must not stop what it is the news of. */
  #shown<T>(jobId: string, build: () => T): T | null {
    try {
      return build()
    } catch (thrown) {
      this.rejected(jobId, thrown)
      return null
    }
  }

  #stamp(): { readonly at: EpochMs; readonly node: string } {
    return { at: this.#clock.now(), node: this.#node }
  }
}
