import { Announcer } from '../engine/announcer.ts'
import type { NodeParts } from '../engine/node-parts.ts'
import { SchedulerNode } from '../engine/node.ts'
import { RunWaiters } from '../engine/run-waiters.ts'
import { RunningRuns } from '../engine/running-runs.ts'
import { settingsOf, type Settings } from '../engine/settings.ts'
import { Slots } from '../engine/slots.ts'
import { systemClock } from '../engine/system-clock.ts'
import { systemEntropy } from '../engine/system-entropy.ts'
import { TaskRegistry } from '../engine/task-registry.ts'
import { Timelines } from '../engine/timelines.ts'
import { Emitter } from '../events/emitter.ts'
import { inline } from '../executors/inline.ts'
import { tellClock } from '../framework/scheduler-clock.ts'
import { memoryStore } from '../stores/memory/memory-store.ts'
import { checkOptions } from './checked-options.ts'
import { givenExecutors } from './given-executors.ts'
import { givenStores } from './given-stores.ts'
import { grantHandlerAccess } from './handler-access.ts'
import { PunctualScheduler } from './punctual-scheduler.ts'
import type { Scheduler, SchedulerOptions } from './scheduler.ts'

/**
 * Makes a scheduler: one node, which does nothing until it is started, and reaches no store before it is asked to.
 *
 * Without options it keeps jobs in memory and runs them on the event loop. Refuses options with
 * `PUNCTUAL_OPTION_INVALID`, `PUNCTUAL_POLICY_INVALID`, `PUNCTUAL_TIMEZONE_INVALID` or `PUNCTUAL_DURATION_INVALID`.
 *
 * @example
 * ```ts
 * const scheduler = createScheduler({ app: { name: 'shop' }, timezone: 'Asia/Shanghai' })
 * scheduler.schedule('nightly-cleanup', cron('0 3 * * *'), async () => {}, { timeout: '20m' })
 * await scheduler.start()
 * ```
 */
export function createScheduler(options: SchedulerOptions = {}): Scheduler {
  checkOptions(options)
  const settings = settingsOf(options, {
    clock: systemClock,
    entropy: systemEntropy,
    timezone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  })
  const stores = givenStores(options.store, memoryStore)
  const parts = partsOf(options, settings, () => scheduler)
  const node = new SchedulerNode(parts, stores)
  const scheduler = new PunctualScheduler(node, parts, [...stores.values()])
  grantHandlerAccess(scheduler, parts)
  tellClock(scheduler, settings.clock)
  return scheduler
}

function partsOf(
  options: SchedulerOptions,
  settings: Settings,
  scheduler: () => Scheduler,
): NodeParts {
  const executors = givenExecutors(options.executors, inline)
  const emitter = new Emitter((error, { type }) => {
    settings.logger.error({ error, event: type }, 'a listener of the scheduler threw')
  })
  return {
    settings,
    registry: new TaskRegistry(),
    executors,
    slots: new Slots(new Map([...executors].map(([alias, { size }]) => [alias, size]))),
    timelines: new Timelines({
      timezone: settings.timezone,
      calendars: { ...options.calendars },
      custom: { ...options.triggers },
    }),
    emitter,
    announcer: new Announcer(emitter, settings.clock, settings.name),
    running: new RunningRuns(),
    waiters: new RunWaiters(),
    withRun: options.withRun?.bind(options) ?? null,
    scheduler,
  }
}
