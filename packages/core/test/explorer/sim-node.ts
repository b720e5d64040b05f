import { Announcer } from '../../src/engine/announcer.ts'
import { SchedulerNode } from '../../src/engine/node.ts'
import type { NodeParts } from '../../src/engine/node-parts.ts'
import { RunWaiters } from '../../src/engine/run-waiters.ts'
import { RunningRuns } from '../../src/engine/running-runs.ts'
import type { Settings } from '../../src/engine/settings.ts'
import { Slots } from '../../src/engine/slots.ts'
import { TaskRegistry } from '../../src/engine/task-registry.ts'
import { Timelines } from '../../src/engine/timelines.ts'
import { Emitter } from '../../src/events/emitter.ts'
import type { ExecutorContract } from '../../src/executors/executor.ts'
import { inline } from '../../src/executors/inline.ts'
import type { RunContext, Scheduler } from '../../src/scheduler/scheduler.ts'
import type { StoreContract } from '../../src/store/store-contract.ts'
import type { Clock } from '../../src/time/clock.ts'
import { countedEntropy } from './counted-entropy.ts'

/** Short, so that a node is judged dead within a path. */
export const BEAT = 2_000
export const LEASE = 8_000

export const timelines = new Timelines({ timezone: 'UTC', calendars: {}, custom: {} })

export interface SimNodeOptions {
  readonly name: string
  readonly clock: Clock
  readonly store: StoreContract
  readonly tasks: readonly string[]
  /** Attempts at once on this node. */
  readonly size: number
  run(node: string, run: RunContext<unknown>): Promise<unknown>
}

const nobody = {} as Scheduler

/** The real engine, standing on a store and a clock that the explorer holds. */
export function simNode(options: SimNodeOptions): SchedulerNode {
  const { name, clock, store, size } = options
  const registry = new TaskRegistry()
  for (const task of options.tasks) {
    registry.add(task, (run: RunContext<unknown>) => options.run(name, run), {})
  }
  const executor = inline({ concurrency: size }) as ExecutorContract
  const emitter = new Emitter((error) => {
    throw error
  })
  const parts: NodeParts = {
    settings: settingsFor(name, clock),
    registry,
    executors: new Map([['default', executor]]),
    slots: new Slots(new Map([['default', size]])),
    timelines,
    emitter,
    announcer: new Announcer(emitter, clock, name),
    running: new RunningRuns(),
    waiters: new RunWaiters(),
    withRun: null,
    // The handlers of the explorer ask nothing of their scheduler.
    scheduler: () => nobody,
  }
  return new SchedulerNode(parts, new Map([['default', store]]))
}

function settingsFor(name: string, clock: Clock): Settings {
  const quiet = (): void => {}
  return {
    ...{ app: null, version: null, name, role: 'all', timezone: 'UTC', defaults: {} },
    ...{ drain: 0, killAfter: 0, beat: BEAT, lease: LEASE, maxStall: 300_000 },
    clock,
    entropy: countedEntropy(name),
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  }
}
