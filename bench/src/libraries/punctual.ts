import {
  at,
  createScheduler,
  cron,
  defineTask,
  inline,
  memoryStore,
  type Scheduler,
} from '@punctual/core'
import type { Library } from '../library.ts'

const task = defineTask<{ n: number }>('work')

/** Punctual as a user has it: jobs added through the public verbs, kept in memory, executed on the event loop. */
export function punctual(): Library {
  let fired: (at: number) => void = () => {}
  const scheduler: Scheduler = createScheduler({
    store: memoryStore(),
    executors: { default: inline({ concurrency: 10_000 }) },
    timezone: 'UTC',
  })
  scheduler.handle(task, (run) => fired(run.fireTime))
  return {
    name: 'punctual',
    holds: 100_000,
    cronNext(expression, timezone) {
      const context = { jobId: '', anchor: 0, timezone, calendars: {} }
      const timeline = cron(expression, { timezone }).bind(context)
      return (from) => timeline.next(from) ?? 0
    },
    addCron: (id, expression) =>
      scheduler.addJob({ id, task, trigger: cron(expression), input: { n: 1 } }),
    addAt(id, instant, work) {
      fired = work
      return scheduler.addJob({ id, task, trigger: at(instant), input: { n: 1 } })
    },
    start: () => scheduler.start(),
    stop: async () => void (await scheduler.stop({ drain: 0 })),
  }
}
