import schedule from 'node-schedule'
import type { Library } from '../library.ts'

export function nodeSchedule(): Library {
  return {
    name: 'node-schedule',
    holds: 20_000,
    // It shows no next time without a scheduled job.
    cronNext: () => null,
    addCron: (id, expression, work) =>
      schedule.scheduleJob(id, { rule: expression, tz: 'UTC' }, work),
    addAt: (id, at, work) => schedule.scheduleJob(id, new Date(at), () => work(at)),
    start: async () => {},
    stop: () => schedule.gracefulShutdown(),
  }
}
