import assert from 'node:assert/strict'
import type { Logger } from '@punctual/core'
import type { AppPlan, FrameworkApp, FrameworkHarness } from './framework-harness.ts'
import { Gate } from './gate.ts'
import { OpenHandles } from './open-handles.ts'
import { Patience } from './patience.ts'
import { Started } from './started.ts'

/** Cases break things on purpose, and what is logged of it helps nobody. */
const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** Far longer than any case takes. */
const LONG = '1h'

/** A framework with an application on it, as a case sees it: short words for what most cases do. */
export class Stage {
  readonly patience: Patience
  /** What is open of what the case has opened. */
  readonly handles: OpenHandles = new OpenHandles()
  readonly #harness: FrameworkHarness
  readonly #gates: Gate[] = []
  readonly #apps: FrameworkApp[] = []
  readonly #visits: { leave(): void }[] = []

  constructor(harness: FrameworkHarness) {
    this.#harness = harness
    this.patience = new Patience(harness.patience ?? 5_000)
  }

  /** An application that is not started. Unless the plan says otherwise it drains for an hour. */
  async open(plan: Partial<AppPlan>): Promise<FrameworkApp> {
    const none = { jobs: [], routes: [], mounts: [], parser: false, drain: LONG, killAfter: LONG }
    const options = { logger: SILENT, ...plan.options }
    const opening = this.#harness.open({ ...none, ...plan, options })
    const app = await this.patience.for('the application is made', opening)
    this.#apps.push(app)
    return app
  }

  /** An application that is started, and its port. */
  async start(plan: Partial<AppPlan>): Promise<Started> {
    const app = await this.open(plan)
    const port = await this.patience.for('the server starts', app.start())
    return new Started(this, app, port)
  }

  /** Boots, and gives what the boot failed with. */
  async failure(plan: Partial<AppPlan>): Promise<unknown> {
    const booting = this.open(plan).then((app) => app.start())
    const failed = booting.then(
      () => assert.fail('the boot did not fail'),
      (error: unknown) => error,
    )
    return await this.patience.for('the boot fails', failed)
  }

  /** A gate that is open when the case is over. */
  gate(): Gate {
    const gate = new Gate()
    this.#gates.push(gate)
    return gate
  }

  /** Hangs up when the case is over. */
  visiting<V extends { leave(): void }>(visit: V): V {
    this.#visits.push(visit)
    return visit
  }

  /** Resolves when nothing is open any more. */
  async nothingLeft(): Promise<void> {
    const { handles } = this
    const all = this.patience.until('nothing is left open', () => handles.left.length === 0)
    await all.catch((error: unknown) => {
      throw new Error(`left open: ${handles.left.join(', ')}`, { cause: error })
    })
  }

  /** Ends what the case has begun; what cannot be ended is left, because the case has failed then. */
  async clear(): Promise<void> {
    for (const gate of this.#gates) gate.open()
    for (const visit of this.#visits) visit.leave()
    const closing = Promise.allSettled(this.#apps.map((app) => app.close()))
    await this.patience.for('the application is closed', closing).catch(() => {})
  }
}
