import assert from 'node:assert/strict'
import type {
  Advance,
  Beat,
  Claimed,
  FinishResult,
  FirePut,
  JobRow,
  NewRun,
  Outcome,
  Published,
  PublishedRun,
  Reaped,
  Room,
  RunRow,
  Session,
  StoreContract,
} from '@punctual/core/store'
import type { EpochMs, Millis } from '@punctual/core/testing'
import { MINUTE } from './sample-job.ts'

/** What was done of a publish. */
export type Done = Extract<Published, { readonly result: 'done' }>

/** How a case lets a job fire: by default once, at its next instant, owned, and a minute later again. */
export type FireChoice = Partial<Omit<FirePut, 'at'>> &
  Partial<Pick<Advance, 'next' | 'fires' | 'spans'>>

/** A run and its token, as every answer carries them. */
export type RunRef =
  | { readonly runId: string; readonly token: number }
  | { readonly id: string; readonly token: number }

type End = Outcome extends infer O
  ? O extends Outcome
    ? Omit<O, 'runId' | 'token'>
    : never
  : never

export const failure = { name: 'Error', message: 'on purpose', code: null, stack: null } as const

/** What a node stands on. */
export interface Stage {
  readonly now: EpochMs
  pass(time: Millis): void
  fresh(kind: string): string
  job(id: string): Promise<JobRow>
}

/** One life of a node: the calls that its engine would make. */
export class SceneNode {
  readonly #stage: Stage
  readonly store: StoreContract
  readonly session: Session
  #beats = 0

  constructor(stage: Stage, store: StoreContract, session: Session) {
    this.#stage = stage
    this.store = store
    this.session = session
  }

  /** What this node would publish of a job, as it reads it. */
  advance(job: JobRow, choice: FireChoice = {}): Advance {
    const { next, fires, spans = [], ...own } = choice
    const at = job.nextAt ?? this.#stage.now
    const plain = { at, own: true, startDeadline: null, missed: 0, catchUp: false, ...own }
    return {
      id: job.id,
      inc: job.inc,
      version: job.version,
      next: next === undefined ? at + MINUTE : next,
      fires: fires ?? [plain],
      spans,
    }
  }

  publish(
    items: readonly Advance[],
    batch: string = this.#stage.fresh('batch'),
  ): Promise<readonly Published[]> {
    return this.store.publish(this.session, batch, items)
  }

  /** Waits until the job is due and publishes it. */
  async fire(id: string, choice: FireChoice = {}): Promise<Done> {
    const job = await this.#stage.job(id)
    assert.ok(job.nextAt !== null, `job ${id} has no next instant`)
    if (job.nextAt > this.#stage.now) this.#stage.pass(job.nextAt - this.#stage.now)
    const [answer] = await this.publish([this.advance(job, choice)])
    assert.equal(answer?.result, 'done')
    return answer
  }

  /** Lets the job fire, and gives the one run that came of it. */
  async start(id: string, choice: FireChoice = {}): Promise<PublishedRun> {
    const { runs } = await this.fire(id, choice)
    assert.equal(runs.length, 1, `job ${id} did not get a run`)
    return runs[0]!
  }

  /** Claims runs of the task `work` at the default executor, unless told otherwise. */
  async claim(room: Partial<Room> = {}): Promise<readonly Claimed[]> {
    const tasks = [{ name: 'work', version: 1 }]
    const rooms = [{ executor: 'default', count: 100, tasks, ...room }]
    const { claimed } = await this.store.claim(this.session, this.#stage.fresh('batch'), rooms)
    return claimed
  }

  /** Claims the only run there is to claim. */
  async take(): Promise<Claimed> {
    const claimed = await this.claim()
    assert.equal(claimed.length, 1, `${claimed.length} runs were claimed instead of one`)
    return claimed[0]!
  }

  async end(run: RunRef, end: End = { end: 'succeeded', result: null }): Promise<FinishResult> {
    const [answer] = await this.store.finish(this.session, [outcome(run, end)])
    assert.ok(answer)
    return answer
  }

  fail(run: RunRef): Promise<FinishResult> {
    return this.end(run, { end: 'failed', error: failure })
  }

  retry(run: RunRef, delay: Millis): Promise<FinishResult> {
    return this.end(run, { end: 'retry', delay, error: failure })
  }

  /** Asks for a run by hand. */
  async enqueue(job: string, run: Partial<NewRun> = {}): Promise<RunRow> {
    const asked: NewRun = {
      ...{ key: this.#stage.fresh('m'), job, kind: 'manual', input: null, own: false },
      ...run,
    }
    const options = { by: this.session, batch: this.#stage.fresh('batch') }
    const [answer] = await this.store.enqueue([asked], options)
    assert.ok(answer !== undefined && answer.result !== 'unknown')
    return answer.run
  }

  beat(): Promise<Beat> {
    this.#beats += 1
    return this.store.beat(this.session, this.#beats, { free: 10, stalledMs: 0 })
  }

  /** Takes the runs of a node that it holds for dead, as it last saw it beat. */
  async reap(victim: SceneNode): Promise<Reaped> {
    const nodes = await this.store.read.nodes()
    const beat = nodes.find((node) => node.session === victim.session)?.beat
    assert.ok(beat !== undefined, 'the victim has no session')
    return this.store.reap(victim.session, { by: this.session, expectBeat: beat })
  }

  goodbye(): Promise<Reaped> {
    return this.store.reap(this.session, { goodbye: true })
  }
}

/** An outcome of a run, by any answer that carried it. */
export function outcome(run: RunRef, end: End = { end: 'succeeded', result: null }): Outcome {
  const runId = 'runId' in run ? run.runId : run.id
  return { runId, token: run.token, ...end }
}

/** Checks that a call was refused because its session is over. */
export async function assertFenced(call: Promise<unknown>): Promise<void> {
  await assert.rejects(call, { code: 'PUNCTUAL_FENCED' })
}
