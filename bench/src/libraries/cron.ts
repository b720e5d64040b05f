import { CronJob, CronTime } from 'cron'
import type { Library } from '../library.ts'

export function cron(): Library {
  const jobs: CronJob[] = []
  return {
    name: 'cron',
    holds: 20_000,
    cronNext(expression, timezone) {
      if (/[L#W]/.test(expression)) return null
      const time = new CronTime(expression, timezone)
      return (from) => time.getNextDateFrom(new Date(from), timezone).toMillis()
    },
    addCron: (_id, expression, work) => jobs.push(new CronJob(expression, work, null, true, 'UTC')),
    addAt: (_id, at, work) => jobs.push(new CronJob(new Date(at), () => work(at), null, true)),
    start: async () => {},
    stop: async () => jobs.forEach((job) => void job.stop()),
  }
}
