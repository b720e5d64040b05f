import { onTestFinished } from 'vitest'
import {
  createScheduler,
  memoryStore,
  type EventName,
  type EventOf,
  type JobStore,
  type Logger,
  type Scheduler,
  type SchedulerOptions,
  type Time,
} from '@punctual/core'
import { virtualClock, type VirtualClock } from '@punctual/testing'

/** A clock, a store, and schedulers over both that are stopped when the test ends. */
export interface Scene {
  readonly clock: VirtualClock
  readonly store: JobStore
  /** A scheduler that was not started. */
  make(options?: SchedulerOptions): Scheduler
  /** Its events of these names from now on. */
  hear<N extends EventName>(scheduler: Scheduler, ...names: readonly N[]): EventOf<N>[]
}

export const NOON = Date.parse('2026-03-02T12:00:00Z')

export function scene(start: Time = NOON): Scene {
  const clock = virtualClock(start)
  const store = memoryStore()
  return {
    clock,
    store,
    make(options = {}) {
      const scheduler = createScheduler({
        clock,
        store,
        timezone: 'UTC',
        logger: silent,
        ...options,
      })
      onTestFinished(async () => {
        await stopped(scheduler, clock)
      })
      return scheduler
    },
    hear(scheduler, ...names) {
      const heard: EventOf<(typeof names)[number]>[] = []
      for (const name of names) scheduler.on(name, (event) => void heard.push(event))
      return heard
    },
  }
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }

async function stopped(scheduler: Scheduler, clock: VirtualClock): Promise<void> {
  await Promise.all([scheduler.stop({ drain: 0, killAfter: 0 }), clock.advance('1m')])
}

/** The same store without news of changes: a node learns of them when it looks. */
export function deaf(store: JobStore): JobStore {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'watch') return undefined
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** A promise that the test settles. */
export function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

/** The code with which a call is refused. */
export async function codeOf(call: () => unknown): Promise<string> {
  try {
    await call()
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code)
    throw error
  }
  return 'not refused'
}

export async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}
