import { jobColumns } from '../../src/engine/job-columns.ts'
import type { SchedulerNode } from '../../src/engine/node.ts'
import { TaskRegistry } from '../../src/engine/task-registry.ts'
import type { RunContext } from '../../src/scheduler/scheduler.ts'
import type { StoreContract } from '../../src/store/store-contract.ts'
import { HeldCalls } from './held-calls.ts'
import type { Scenario } from './scenario.ts'
import { LEASE, simNode, timelines } from './sim-node.ts'
import { StepTime } from './step-clock.ts'

/** One start of a handler. */
export interface Start {
  readonly node: string
  readonly jobId: string
  readonly runId: string
  readonly value: string
  /** How many handlers of the job went on at live nodes, this one included. */
  readonly atOnce: number
  over: boolean
}

/** Something that can happen now. */
export interface Step {
  readonly says: string
  readonly isFault: boolean
  run(): void | Promise<void>
}

interface Handler {
  readonly start: Start
  /** When it can end at the earliest. */
  readonly from: number
  readonly end: () => void
}

/** Nodes with the real engine over one store, in which nothing happens but what the explorer chooses. */
export class World {
  readonly starts: Start[] = []
  readonly begun: number
  faults = 0
  /** A node was frozen, its requests with it, while others went on: two may then run one job at once. */
  frozen = false
  readonly #scenario: Scenario
  readonly #time = new StepTime()
  readonly #calls: HeldCalls
  readonly #handlers: Handler[] = []
  readonly #dead = new Set<string>()
  readonly #frozen = new Map<string, number>()
  readonly #nodes = new Map<string, SchedulerNode>()

  constructor(scenario: Scenario, store: StoreContract) {
    this.#scenario = scenario
    this.#calls = new HeldCalls(store)
    this.begun = this.#time.now
  }

  get elapsed(): number {
    return this.#time.now - this.begun
  }

  /** Puts the jobs and starts the nodes; nothing of it can go wrong. */
  async begin(store: StoreContract): Promise<void> {
    const { jobs, nodes, size } = this.#scenario
    await store.open({ clock: this.#time.clockOf('store'), session: null })
    const registry = new TaskRegistry()
    const now = this.begun
    for (const job of jobs) registry.add(job.id, () => null, {})
    const puts = jobs.map(({ id, trigger, options = {} }) =>
      jobColumns({
        ...{ id, store: 'default', inc: `inc-${id}`, taskName: id, task: registry.find(id) },
        ...{ trigger: trigger(now), input: null, options, defaults: {}, now, timelines },
        source: 'api',
      }),
    )
    await store.put(puts, 'fail')
    for (const name of nodes) {
      const clock = this.#time.clockOf(name)
      const run = (node: string, context: RunContext<unknown>) => this.#handle(node, context)
      const tasks = jobs.map((job) => job.id)
      const node = simNode({ name, clock, size, tasks, run, store: this.#calls.storeOf(name) })
      this.#nodes.set(name, node)
      const started = node.start()
      await this.settle()
      await this.#openFor(name)
      await started
    }
  }

  /** A node that cannot join has no promise to keep. */
  async #openFor(node: string): Promise<void> {
    for (const call of this.#calls.pending.filter((one) => one.node === node)) {
      await call.apply()
      call.answer()
    }
    await this.settle()
  }

  /** All that can happen now, the ordinary course first. */
  steps(): readonly Step[] {
    const steps = [...this.#answers(), ...this.#requests(), ...this.#ends()]
    if (steps.length === 0 || this.elapsed < this.#scenario.window) steps.push(this.#moveTime())
    if (this.faults < this.#scenario.faults && this.elapsed < this.#scenario.window) {
      steps.push(...this.#faultSteps())
    }
    return steps
  }

  /** Lets everything run that only waits for its turn. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }

  #answers(): Step[] {
    const done = this.#calls.pending.filter(
      (call) => call.state === 'done' && !this.#isFrozen(call.node),
    )
    return done.map((call) =>
      step(`${call.node} gets the answer of ${call.name}`, () => call.answer()),
    )
  }

  #requests(): Step[] {
    const sent = this.#calls.pending.filter(
      (call) => call.state === 'sent' && !this.#isFrozen(call.node),
    )
    return sent.map((call) =>
      step(`${call.name} of ${call.node} is carried out`, () => call.apply()),
    )
  }

  #ends(): Step[] {
    const able = this.#handlers.filter(
      ({ start, from }) => from <= this.elapsed && !this.#isFrozen(start.node),
    )
    return able.map((one) => step(`${one.start.value} ends`, () => this.#endHandler(one)))
  }

  #moveTime(): Step {
    const awake = this.#awake()
    const ends = this.#handlers
      .map((one) => this.begun + one.from)
      .filter((at) => at > this.#time.now)
    const next = Math.min(this.#time.nextOf(awake) ?? Infinity, ...this.#frozen.values(), ...ends)
    const to = next === Infinity ? this.begun + this.#scenario.horizon : next
    return step(`time moves to ${to - this.begun}`, () => {
      for (const [node, until] of this.#frozen) if (until <= to) this.#frozen.delete(node)
      this.#time.moveTo(to, this.#awake())
    })
  }

  #faultSteps(): Step[] {
    const lost = this.#calls.pending
      .filter((call) => !this.#isFrozen(call.node) && call.name !== 'open')
      .map((call) => {
        const what = call.state === 'sent' ? 'never arrives' : 'is carried out, its answer lost'
        return step(`${call.name} of ${call.node} ${what}`, () => call.lose(), true)
      })
    const awake = this.#awake()
    if (this.#scenario.nodes.length - this.#dead.size < 2) return lost
    const deaths = awake.map((node) => step(`${node} dies`, () => this.#kill(node), true))
    const freezes = awake.map((node) => step(`${node} freezes`, () => this.#freeze(node), true))
    return [...lost, ...deaths, ...freezes]
  }

  #awake(): readonly string[] {
    return this.#scenario.nodes.filter((node) => !this.#dead.has(node) && !this.#isFrozen(node))
  }

  #isFrozen(node: string): boolean {
    return this.#frozen.has(node)
  }

  #freeze(node: string): void {
    this.frozen = true
    this.#frozen.set(node, this.#time.now + LEASE * 1.25)
  }

  #kill(node: string): void {
    this.#dead.add(node)
    this.#calls.forget(node)
    this.#time.forget(node)
    for (const one of this.#handlers.filter(({ start }) => start.node === node)) {
      one.start.over = true
      this.#handlers.splice(this.#handlers.indexOf(one), 1)
    }
  }

  #handle(node: string, context: RunContext<unknown>): Promise<unknown> {
    const { jobId, runId } = context
    const goingOn = this.starts.filter((start) => start.jobId === jobId && !start.over)
    const value = `${node}:${runId}#${this.starts.length + 1}`
    const start: Start = { node, jobId, runId, value, atOnce: goingOn.length + 1, over: false }
    this.starts.push(start)
    const failures = this.#scenario.jobs.find((job) => job.id === jobId)?.failures ?? 0
    const failed = context.attempt <= failures
    return new Promise((resolve, reject) => {
      const end = (): void => (failed ? reject(new Error('as planned')) : resolve(value))
      this.#handlers.push({ start, from: this.elapsed + (this.#scenario.takes ?? 0), end })
    })
  }

  #endHandler(one: Handler): void {
    this.#handlers.splice(this.#handlers.indexOf(one), 1)
    one.start.over = true
    one.end()
  }
}

function step(says: string, run: () => void | Promise<void>, isFault = false): Step {
  return { says, run, isFault }
}
