import type { EventOf } from '../events/event.ts'
import type { Run } from '../jobs/run.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import type { EpochMs } from '../time/epoch.ts'
import { Histogram } from './histogram.ts'
import type { JobLabels } from './job-labels.ts'
import { LabelledSeries } from './labelled-series.ts'
import { familyHead, sample, type Family, type Labels } from './prometheus-text.ts'

const DELAYS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const DURATIONS = [...DELAYS, 300, 900, 3_600]

const duration: Family = {
  name: 'punctual_run_duration_seconds',
  type: 'histogram',
  help: 'How long attempts of runs took on this node.',
}
const startDelay: Family = {
  name: 'punctual_run_start_delay_seconds',
  type: 'histogram',
  help: 'How long after its instant the first attempt of a run started on this node.',
}
const active: Family = {
  name: 'punctual_run_active',
  type: 'gauge',
  help: 'Attempts that go on at this node.',
}
const attempts: Family = {
  name: 'punctual_run_attempts_total',
  type: 'counter',
  help: 'Attempts of runs that ended, told of by this node.',
}
const skipped: Family = {
  name: 'punctual_fire_skipped_total',
  type: 'counter',
  help: 'Due instants that did not run, told of by this node.',
}

type Outcome = 'succeeded' | 'failed' | 'retried' | 'cancelled' | 'lost' | 'fenced'
type Ended = `run:${'succeeded' | 'failed' | 'retrying' | 'cancelled' | 'lost' | 'fenced'}`

interface Begun {
  readonly label: string
  readonly at: EpochMs
}

/** What the events of this node say about its runs, counted from when it was made. */
export class RunMetrics {
  readonly #labels: JobLabels
  readonly #begun = new Map<string, Begun>()
  readonly #active = new LabelledSeries(() => ({ runs: 0 }))
  readonly #delays = new LabelledSeries(() => new Histogram(DELAYS))
  readonly #durations = new LabelledSeries(() => new Histogram(DURATIONS))
  readonly #attempts = new LabelledSeries(() => ({ count: 0 }))
  readonly #skipped = new LabelledSeries(() => ({ count: 0 }))
  readonly #successes = new Map<string, EpochMs>()

  constructor(scheduler: Scheduler, labels: JobLabels) {
    this.#labels = labels
    scheduler.on('run:started', (event) => this.#started(event))
    scheduler.on('run:succeeded', (event) => this.#succeeded(event))
    scheduler.on('run:failed', (event) => this.#ended(event, 'failed'))
    scheduler.on('run:retrying', (event) => this.#ended(event, 'retried'))
    scheduler.on('run:cancelled', (event) => this.#ended(event, 'cancelled'))
    scheduler.on('run:lost', (event) => this.#ended(event, 'lost'))
    scheduler.on('run:fenced', (event) => this.#ended(event, 'fenced'))
    for (const name of ['fire:skipped', 'fire:missed'] as const) {
      scheduler.on(name, ({ jobId, reason }) => {
        this.#skipped.of(labels.of(jobId), reason).count += 1
      })
    }
    // What the stop left behind is told of by nobody.
    scheduler.on('scheduler:stopped', () => this.#forgetActive())
  }

  /** When a run of a job last succeeded on this node; null when none did since this began to count. */
  lastSuccess(label: string): EpochMs | null {
    return this.#successes.get(label) ?? null
  }

  /** Pieces of text that are whole series each. */
  *text(): Generator<string> {
    yield* histograms(duration, this.#durations, (job, outcome) => ({ job, outcome }))
    yield* histograms(startDelay, this.#delays, (job) => ({ job }))
    yield familyHead(active)
    for (const [job, , { runs }] of this.#active) yield sample(active.name, { job }, runs)
    yield familyHead(attempts)
    for (const [job, outcome, { count }] of this.#attempts) {
      yield sample(attempts.name, { job, outcome }, count)
    }
    yield familyHead(skipped)
    for (const [job, reason, { count }] of this.#skipped) {
      yield sample(skipped.name, { job, reason }, count)
    }
  }

  #started({ run, at }: EventOf<'run:started'>): void {
    const label = this.#labels.of(run.jobId)
    this.#begun.set(run.id, { label, at })
    this.#active.of(label).runs += 1
    if (run.attempt === 1) this.#delays.of(label).observe(seconds(at - run.fireTime))
  }

  #succeeded(event: EventOf<'run:succeeded'>): void {
    const { run, at } = event
    const label = this.#labels.of(run.jobId)
    const endedAt = run.endedAt ?? at
    this.#successes.set(label, Math.max(endedAt, this.#successes.get(label) ?? endedAt))
    this.#ended(event, 'succeeded')
  }

  #ended({ run, at }: EventOf<Ended>, outcome: Outcome): void {
    const begun = this.#begun.get(run.id)
    this.#begun.delete(run.id)
    // Cancelled before it began: no attempt. Fenced a second time: the attempt was counted.
    if (begun === undefined && (outcome === 'cancelled' || outcome === 'fenced')) return
    const label = begun?.label ?? this.#labels.of(run.jobId)
    this.#attempts.of(label, outcome).count += 1
    if (begun === undefined) return
    this.#active.of(label).runs -= 1
    this.#durations.of(label, outcome).observe(seconds(tookOf(run, begun, at)))
  }

  #forgetActive(): void {
    for (const { label } of this.#begun.values()) this.#active.of(label).runs -= 1
    this.#begun.clear()
  }
}

/** As the store has it where it does; a run that is tried again has no longer a start there. */
function tookOf({ startedAt, endedAt }: Run, begun: Begun, at: EpochMs): number {
  return startedAt === null || endedAt === null ? at - begun.at : endedAt - startedAt
}

/** Clocks that disagree give no time below zero. */
function seconds(millis: number): number {
  return Math.max(0, millis) / 1_000
}

function* histograms(
  family: Family,
  series: LabelledSeries<Histogram>,
  labels: (job: string, detail: string) => Labels,
): Generator<string> {
  yield familyHead(family)
  for (const [job, detail, histogram] of series) {
    yield histogram.text(family.name, labels(job, detail))
  }
}
