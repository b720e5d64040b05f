import { expect } from 'vitest'
import type { ResolvedPolicies } from '../../src/jobs/resolved-policies.ts'
import type { JobRow, RunRow, SpanRow } from '../../src/store/rows.ts'
import type { ChangeResult, JobChange } from '../../src/store/job-changes.ts'
import type {
  Advance,
  FinishResult,
  FirePut,
  JobPut,
  Outcome,
  Published,
  PublishedRun,
  PutMode,
  PutResult,
  Room,
  SpanPut,
} from '../../src/store/store-messages.ts'
import type { StoreContract } from '../../src/store/store-contract.ts'
import { TablesStore } from '../../src/store/tables-store.ts'
import { MemorySteps } from '../../src/stores/memory/memory-steps.ts'
import type { Clock } from '../../src/time/clock.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A clock that stands still until it is told the time. */
export class StageClock implements Clock {
  time = 1_800_000_000_000

  now(): number {
    return this.time
  }

  monotonic(): number {
    return this.time
  }

  setTimer(): () => void {
    return () => {}
  }
}

/** What a test says of a job; the rest is plain. */
export type JobChoice = Partial<Omit<JobPut, 'policies' | 'declaration'>> & {
  readonly policies?: Partial<ResolvedPolicies>
  readonly declared?: Partial<NonNullable<JobPut['declaration']>>
}

/** A memory store on a clock of its own, with the words in which tests speak of it. */
export class Stage {
  readonly clock: StageClock = new StageClock()
  readonly steps: MemorySteps
  readonly store: StoreContract
  /** Counts the jobs that were thought up; a step that runs again sets it back. */
  fresh = 0

  constructor(history = 100_000, steps: MemorySteps = new MemorySteps({ history })) {
    this.steps = steps
    this.store = new TablesStore(this.steps)
  }

  static async open(options: { history?: number } = {}): Promise<Stage> {
    const stage = new Stage(options.history)
    await stage.session('a')
    return stage
  }

  get now(): number {
    return this.clock.time
  }

  async session(id: string, app: string | null = 'shop'): Promise<void> {
    const session = { id, name: `node-${id}`, app, role: 'all', version: null }
    await this.store.open({ clock: this.clock, session })
  }

  pass(millis: number): void {
    this.clock.time += millis
  }

  put(id: string, choice: JobChoice = {}): JobPut {
    const { policies, declared, ...columns } = choice
    this.fresh += 1
    const declaration = declared === undefined ? null : declarationOf(declared, this.now)
    return {
      ...{ id, inc: `i${this.fresh}`, task: 'work', taskVersion: 1, trigger: '"minutely"' },
      ...{ mode: 'time', delay: null, anchor: this.now, nextAt: this.now + MINUTE, follow: null },
      ...{ input: null, policies: policiesOf(policies), given: Object.keys(policies ?? {}) },
      ...{ source: 'api', runsLeft: null, paused: false, declaration },
      ...columns,
    }
  }

  async add(id: string, choice: JobChoice = {}, mode: PutMode = 'fail'): Promise<JobRow> {
    const result = await this.answer(this.put(id, choice), mode)
    expect(result.result).toBe('added')
    return result.row!
  }

  /** Adds a job of whose fires one is due now. */
  due(id: string, choice: JobChoice = {}): Promise<JobRow> {
    return this.add(id, { nextAt: this.now, ...choice })
  }

  async answer(put: JobPut, mode: PutMode, by?: string): Promise<PutResult> {
    const [result] = await this.store.put([put], mode, by === undefined ? {} : { by })
    return result!
  }

  declare(id: string, choice: JobChoice = {}, by = 'a'): Promise<PutResult> {
    return this.answer(this.put(id, { declared: {}, source: 'code', ...choice }), 'declare', by)
  }

  async change(change: JobChange): Promise<ChangeResult> {
    const [result] = await this.store.change([change])
    return result!
  }

  pause(id: string): Promise<ChangeResult> {
    return this.change({ kind: 'pause', id, reason: 'holiday', by: 'ann' })
  }

  resume(id: string, nextAt: number | null, span: SpanPut | null = null): Promise<ChangeResult> {
    return this.change({ kind: 'resume', id, lifts: 'paused', nextAt, span })
  }

  remove(id: string, cancelRuns = false): Promise<ChangeResult> {
    return this.change({ kind: 'remove', id, cancelRuns })
  }

  async job(id: string): Promise<JobRow> {
    return (await this.jobOrNull(id))!
  }

  async jobOrNull(id: string): Promise<JobRow | null> {
    return (await this.store.read.jobs({ ids: [id], limit: 1 })).items[0] ?? null
  }

  async run(id: string): Promise<RunRow | null> {
    return (await this.store.read.runs({ ids: [id], limit: 1 })).items[0] ?? null
  }

  /** The runs of a job, the first first. */
  async runs(job: string): Promise<readonly RunRow[]> {
    return (await this.store.read.runs({ job, limit: 10_000 })).items.toReversed()
  }

  async states(job: string): Promise<readonly string[]> {
    return (await this.runs(job)).map((run) => run.state)
  }

  async spans(job: string): Promise<readonly SpanRow[]> {
    return this.store.read.spans({ job, from: 0, until: Number.MAX_SAFE_INTEGER, limit: 1_000 })
  }

  /** What is told of spans: their instants, counted from `from`, and why. */
  async told(job: string, from: number): Promise<readonly (readonly [number, number, string])[]> {
    return (await this.spans(job)).map((span) => [span.first - from, span.last - from, span.reason])
  }

  /** Publishes the fires of a job, as its row is now, or as it was read before. */
  async publish(id: string, advance: Partial<Advance> = {}, by = 'a'): Promise<Published> {
    const row = await this.job(id)
    const { inc, version } = row
    const next = row.mode === 'time' ? this.now + MINUTE : null
    const fires = [fireAt(row.nextAt ?? this.now)]
    const [published] = await this.store.publish(by, 'batch', [
      { id, inc, version, next, fires, spans: [], ...advance },
    ])
    return published!
  }

  /** Waits for the next fire of a job and publishes it. */
  async fire(id: string, fire: Partial<FirePut> = {}, by = 'a'): Promise<Published> {
    const { nextAt } = await this.job(id)
    if (nextAt !== null && nextAt > this.now) this.clock.time = nextAt
    return this.publish(id, { fires: [fireAt(nextAt ?? this.now, fire)] }, by)
  }

  /** The one run of a fire that was published. */
  async fired(id: string, fire: Partial<FirePut> = {}, by = 'a'): Promise<PublishedRun> {
    const published = await this.fire(id, fire, by)
    expect(published).toMatchObject({ result: 'done', runs: [{}] })
    return (published as Extract<Published, { result: 'done' }>).runs[0]!
  }

  async finish(
    run: PublishedRun | RunRow,
    end: End = 'succeeded',
    by = 'a',
  ): Promise<FinishResult> {
    const runId = 'runId' in run ? run.runId : run.id
    const [result] = await this.store.finish(by, [outcomeOf(runId, run.token, end)])
    return result!
  }

  /** Creates a run by hand. */
  async byHand(job: string, key: string, own = false): Promise<RunRow> {
    const put = { key, job, kind: 'manual', input: null, own } as const
    const [enqueued] = await this.store.enqueue([put], { by: 'a', batch: 'by-hand' })
    if (enqueued?.result === 'unknown' || enqueued === undefined) throw new Error('no such job')
    return enqueued.run
  }

  /** Claims what is ready, as many as there are. */
  async claim(by = 'a', room: Partial<Room> = {}): Promise<readonly RunRow[]> {
    const tasks = [{ name: 'work', version: 1 }]
    const rooms = [{ executor: 'default', count: 1_000, tasks, ...room }]
    return (await this.store.claim(by, 'claimed', rooms)).claimed.map((claimed) => claimed.run)
  }
}

type End = Outcome['end']

function outcomeOf(runId: string, token: number, end: End): Outcome {
  const error = { name: 'Error', message: 'it broke', code: null, stack: null }
  if (end === 'succeeded') return { runId, token, end, result: '"done"' }
  if (end === 'retry') return { runId, token, end, delay: 10 * SECOND, error }
  if (end === 'failed' || end === 'cancelled') return { runId, token, end, error }
  return { runId, token, end }
}

export function fireAt(at: number, fire: Partial<FirePut> = {}): FirePut {
  return { at, own: true, startDeadline: null, missed: 0, catchUp: false, ...fire }
}

export function policiesOf(some: Partial<ResolvedPolicies> = {}): ResolvedPolicies {
  return {
    ...{ maxInstances: 1, overlap: 'skip', maxQueue: 100, misfireGrace: null, coalesce: 'latest' },
    ...{ maxCatchUp: 1_000, timeout: null, onNodeLoss: 'rerun', maxCrashes: 2 },
    ...{ executor: 'default', priority: 0, tags: [] },
    retry: { limit: 3, delay: 10 * SECOND, backoff: 'fixed', maxDelay: HOUR, jitter: false },
    history: { keep: 100, maxAge: 30 * DAY },
    ...some,
  }
}

function declarationOf(
  some: Partial<NonNullable<JobPut['declaration']>>,
  now: number,
): NonNullable<JobPut['declaration']> {
  const plain = { app: 'shop', hash: 'h1', text: '{"runsLeft":null}', at: now }
  return { ...plain, discardEdits: false, formerly: [], ...some }
}

/** The columns of a job whose pause counts from the end of its run. */
export function delayed(delay: number): JobChoice {
  return { trigger: `"delay ${delay}"`, mode: 'delay', delay }
}

/** The columns of a job that follows others. */
export function following(
  parents: readonly string[],
  follow: Partial<NonNullable<JobPut['follow']>> = {},
): JobChoice {
  const trigger = JSON.stringify({ parents, ...follow })
  return {
    ...{ trigger, mode: 'event', nextAt: null },
    follow: { parents, on: 'success', need: 'any', ...follow },
  }
}
