import assert from 'node:assert/strict'
import type {
  ChangeResult,
  JobPause,
  JobPut,
  JobRemove,
  JobResume,
  JobRow,
  JobUpdate,
  PutMode,
  PutResult,
  RunRow,
  SpanRow,
  StoreContract,
} from '@punctual/core/store'
import type { EpochMs, Millis } from '@punctual/core/testing'
import { sampleJob, type JobChoice } from './sample-job.ts'
import { SceneNode, type Stage } from './scene-node.ts'
import type { StoreHarness } from './store-harness.ts'

/** A store with nodes on it, as a case sees it: short words for what most cases do. */
export class Scene implements Stage {
  readonly harness: StoreHarness
  /** A handle without a session. */
  readonly client: StoreContract
  #counted = 0

  private constructor(harness: StoreHarness, client: StoreContract) {
    this.harness = harness
    this.client = client
  }

  static async of(harness: StoreHarness): Promise<Scene> {
    return new Scene(harness, await harness.open())
  }

  get now(): EpochMs {
    return this.harness.clock.now()
  }

  pass(time: Millis): void {
    this.harness.clock.advance(time)
  }

  /** Text that no other call gives. */
  fresh(kind: string): string {
    this.#counted += 1
    return `${kind}-${this.#counted}`
  }

  /** A node with a session of its own, over a handle of its own. */
  async node(app: string | null = null): Promise<SceneNode> {
    const id = this.fresh('session')
    const store = await this.harness.open({ id, name: id, app, role: 'all', version: null })
    return new SceneNode(this, store, id)
  }

  /** A job to be put. */
  put(id: string, choice: JobChoice = {}): JobPut {
    const inc = this.fresh('i').padEnd(10, '_')
    return sampleJob(id, inc, this.now, choice)
  }

  async add(id: string, choice: JobChoice = {}, mode: PutMode = 'fail'): Promise<JobRow> {
    const [answer] = await this.client.put([this.put(id, choice)], mode)
    assert.equal(answer?.result, 'added')
    assert.ok(answer.row)
    return answer.row
  }

  async replace(id: string, choice: JobChoice): Promise<PutResult> {
    const [answer] = await this.client.put([this.put(id, choice)], 'replace')
    assert.ok(answer)
    return answer
  }

  update(id: string, update: Omit<JobUpdate, 'kind' | 'id'>): Promise<ChangeResult> {
    return this.change({ kind: 'update', id, ...update })
  }

  pause(id: string, by: Partial<Omit<JobPause, 'kind' | 'id'>> = {}): Promise<ChangeResult> {
    return this.change({ kind: 'pause', id, reason: null, by: null, ...by })
  }

  resume(id: string, resume: Partial<Omit<JobResume, 'kind' | 'id'>> = {}): Promise<ChangeResult> {
    const nextAt = this.now + 60_000
    return this.change({ kind: 'resume', id, lifts: 'paused', nextAt, span: null, ...resume })
  }

  remove(id: string, remove: Partial<Omit<JobRemove, 'kind' | 'id'>> = {}): Promise<ChangeResult> {
    return this.change({ kind: 'remove', id, cancelRuns: false, ...remove })
  }

  async change(change: JobUpdate | JobPause | JobResume | JobRemove): Promise<ChangeResult> {
    const [answer] = await this.client.change([change])
    assert.ok(answer)
    return answer
  }

  async job(id: string): Promise<JobRow> {
    const row = await this.jobOrNull(id)
    assert.ok(row, `job ${id} is not there`)
    return row
  }

  async jobOrNull(id: string): Promise<JobRow | null> {
    const { items } = await this.client.read.jobs({ ids: [id], limit: 10 })
    assert.ok(items.length <= 1)
    return items[0] ?? null
  }

  async run(id: string): Promise<RunRow> {
    const row = await this.runOrNull(id)
    assert.ok(row, `run ${id} is not there`)
    return row
  }

  async runOrNull(id: string): Promise<RunRow | null> {
    const { items } = await this.client.read.runs({ ids: [id], limit: 10 })
    return items[0] ?? null
  }

  /** The runs of a job, the first first. */
  async runs(job: string): Promise<readonly RunRow[]> {
    const { items } = await this.client.read.runs({ job, limit: 1_000 })
    return items.toSorted((a, b) => a.seq - b.seq)
  }

  async states(job: string): Promise<readonly RunRow['state'][]> {
    return (await this.runs(job)).map((run) => run.state)
  }

  spans(job: string): Promise<readonly SpanRow[]> {
    return this.client.read.spans({ job, from: 0, until: this.now * 2, limit: 1_000 })
  }
}
