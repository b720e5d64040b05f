import { Cron } from 'croner'
import type { Library } from '../library.ts'

export function croner(): Library {
  const jobs: Cron[] = []
  return {
    name: 'croner',
    // 83 kB a job: 100,000 would need 8 GB.
    holds: 3_000,
    cronNext(expression, timezone) {
      const job = new Cron(expression, { timezone, paused: true })
      return (from) => job.nextRun(new Date(from))?.getTime() ?? 0
    },
    addCron: (_id, expression, work) => jobs.push(new Cron(expression, { timezone: 'UTC' }, work)),
    addAt: (_id, at, work) =>
      jobs.push(new Cron(new Date(at).toISOString(), { timezone: 'UTC' }, () => work(at))),
    start: async () => {},
    stop: async () => jobs.forEach((job) => job.stop()),
  }
}
