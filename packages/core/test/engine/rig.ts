import { virtualClock, type VirtualClock } from '@punctual/testing'
import { onTestFinished } from 'vitest'
import { Announcer } from '../../src/engine/announcer.ts'
import type { Entropy } from '../../src/engine/entropy.ts'
import { jobColumns } from '../../src/engine/job-columns.ts'
import { SchedulerNode } from '../../src/engine/node.ts'
import type { NodeParts } from '../../src/engine/node-parts.ts'
import { RunningRuns } from '../../src/engine/running-runs.ts'
import { RunWaiters } from '../../src/engine/run-waiters.ts'
import { settingsOf } from '../../src/engine/settings.ts'
import { Slots } from '../../src/engine/slots.ts'
import { systemEntropy } from '../../src/engine/system-entropy.ts'
import { TaskRegistry } from '../../src/engine/task-registry.ts'
import { Timelines } from '../../src/engine/timelines.ts'
import { Emitter } from '../../src/events/emitter.ts'
import type { AnyEvent } from '../../src/events/event.ts'
import type { ExecutorContract } from '../../src/executors/executor.ts'
import { InlineExecutor } from '../../src/executors/inline.ts'
import type { JobOptions } from '../../src/jobs/policies.ts'
import type { TaskOptions } from '../../src/jobs/task.ts'
import type { RunContext, Scheduler, SchedulerOptions } from '../../src/scheduler/scheduler.ts'
import type { JobRow, RunRow, SpanRow } from '../../src/store/rows.ts'
import type { StoreContract } from '../../src/store/store-contract.ts'
import { TablesStore } from '../../src/store/tables-store.ts'
import { MemorySteps } from '../../src/stores/memory/memory-steps.ts'
import type { Trigger } from '../../src/triggers/trigger.ts'

/** A round instant: everything a test says in seconds is counted from here. */
export const START: number = Date.UTC(2026, 0, 5)

export interface RigOptions extends Omit<SchedulerOptions, 'store' | 'executors' | 'clock'> {
  readonly clock?: VirtualClock
  readonly stores?: Readonly<Record<string, StoreContract>>
  readonly executors?: Readonly<Record<string, ExecutorContract>>
  readonly name?: string
}

export interface AddOptions extends JobOptions {
  readonly task?: string
  readonly input?: unknown
}

type Handler = (run: RunContext<unknown>) => unknown

/** A node on the real memory store and a virtual clock, with what happened to it. */
export class Rig {
  readonly clock: VirtualClock
  readonly stores: ReadonlyMap<string, StoreContract>
  readonly parts: NodeParts
  readonly node: SchedulerNode
  readonly events: AnyEvent[] = []
  readonly logged: string[] = []

  constructor(options: RigOptions = {}) {
    const {
      clock = virtualClock(START),
      stores = { default: memory() },
      executors,
      name,
      ...rest
    } = options
    this.clock = clock
    this.stores = new Map(Object.entries(stores))
    this.parts = partsOf({ clock, executors, name, rest, logged: this.logged })
    this.parts.emitter.onAny((event) => this.events.push(event))
    this.node = new SchedulerNode(this.parts, this.stores)
    onTestFinished(async () => {
      const stopped = this.node.stop({ drain: 0, killAfter: 0 })
      await clock.advance('1m')
      await stopped
    })
  }

  get store(): StoreContract {
    return this.stores.get('default')!
  }

  /** Gives a task its code; jobs without a task of their own are of task `work`. */
  task(handler: Handler, name: string = 'work', options: TaskOptions = {}): this {
    this.parts.registry.add(name, handler, options)
    return this
  }

  async start(): Promise<this> {
    await this.clock.hold(this.node.start())
    await this.clock.advance(0)
    return this
  }

  async add(id: string, trigger: Trigger, options: AddOptions = {}): Promise<JobRow> {
    const { task = 'work', input, ...policies } = options
    const alias = options.store ?? 'default'
    const link = this.node.links.get(alias)!
    const store = await link.opened()
    const put = jobColumns({
      id,
      store: alias,
      inc: this.parts.settings.entropy.short(),
      taskName: task,
      task: this.parts.registry.find(task),
      trigger,
      input: input === undefined ? null : JSON.stringify(input),
      options: policies,
      defaults: this.parts.settings.defaults,
      now: link.now(),
      timelines: this.parts.timelines,
      source: 'api',
    })
    const [answer] = await store.put([put], 'fail')
    link.poke()
    await this.clock.advance(0)
    return answer!.row!
  }

  /** Runs of a job, the first first. */
  async runs(job: string, alias: string = 'default'): Promise<readonly RunRow[]> {
    const page = await this.stores.get(alias)!.read.runs({ job, limit: 1_000 })
    return page.items.toSorted((a, b) => a.seq - b.seq)
  }

  async states(job: string): Promise<string> {
    return (await this.runs(job)).map((run) => run.state).join(' ')
  }

  async job(id: string): Promise<JobRow> {
    const page = await this.store.read.jobs({ ids: [id], limit: 1 })
    return page.items[0]!
  }

  /** The spans of a job, as seconds after the start. */
  async spans(job: string): Promise<readonly string[]> {
    const rows = await this.store.read.spans({ job, from: 0, until: START * 2, limit: 1_000 })
    return rows.map((span) => `${said(span.first)}-${said(span.last)} ${span.reason}`)
  }

  spanRows(job: string): Promise<readonly SpanRow[]> {
    return this.store.read.spans({ job, from: 0, until: START * 2, limit: 1_000 })
  }

  told(type: AnyEvent['type']): readonly AnyEvent[] {
    return this.events.filter((event) => event.type === type)
  }

  /** Enqueues a run by hand. */
  async enqueue(job: string, key: string = 'hand'): Promise<RunRow> {
    const [answer] = await this.store.enqueue([
      { key: `m${key}`, job, kind: 'manual', input: null, own: false },
    ])
    this.node.links.get('default')!.poke()
    await this.clock.advance(0)
    if (answer?.result === undefined || answer.result === 'unknown') throw new Error('no such job')
    return answer.run
  }
}

/** An instant as seconds after the start. */
export function said(instant: number): string {
  return String((instant - START) / 1_000)
}

interface PartsGiven {
  readonly clock: VirtualClock
  readonly executors: RigOptions['executors']
  readonly name: string | undefined
  readonly rest: SchedulerOptions
  readonly logged: string[]
}

function partsOf({ clock, executors, name, rest, logged }: PartsGiven): NodeParts {
  const entropy: Entropy = {
    random: () => 0.5,
    short: () => systemEntropy.short(),
    uuid: (now) => systemEntropy.uuid(now),
    nodeName: () => name ?? 'node',
  }
  const note = (_: object, message: string): void => void logged.push(message)
  const logger = { debug: () => {}, info: () => {}, warn: note, error: note }
  const settings = settingsOf({ logger, ...rest, clock }, { clock, entropy, timezone: 'UTC' })
  const all = new Map(Object.entries(executors ?? { default: new InlineExecutor(100) }))
  const emitter = new Emitter(() => {})
  return {
    settings,
    registry: new TaskRegistry(),
    executors: all,
    slots: new Slots(new Map([...all].map(([alias, executor]) => [alias, executor.size]))),
    timelines: new Timelines({ timezone: 'UTC', calendars: {}, custom: rest.triggers ?? {} }),
    emitter,
    announcer: new Announcer(emitter, clock, settings.name),
    running: new RunningRuns(),
    waiters: new RunWaiters(),
    withRun: rest.withRun ?? null,
    scheduler: () => ({}) as Scheduler,
  }
}

/** A memory store of its own. */
export function memory(): StoreContract {
  return new TablesStore(new MemorySteps({ history: 100_000 }))
}
