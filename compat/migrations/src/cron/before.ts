import { CronJob } from 'cron'
import type { Shop } from '../shop.ts'

export function startJobs(shop: Shop) {
  const jobs = [
    CronJob.from({
      name: 'nightly-cleanup',
      cronTime: '0 3 * * *',
      timeZone: 'Europe/Berlin',
      onTick: () => shop.cleanUp(),
      errorHandler: (error) => shop.report('nightly-cleanup', error),
      waitForCompletion: true,
      start: true,
    }),
    CronJob.from({
      name: 'sync-orders',
      cronTime: '*/15 * * * *',
      onTick: () => shop.syncOrders(),
      errorHandler: (error) => shop.report('sync-orders', error),
      waitForCompletion: true,
      start: true,
    }),
  ]

  return {
    // Gone with the process; throws when the date is over.
    remindAt(when: Date, cartId: string) {
      const job = CronJob.from({
        cronTime: when,
        onTick: () => shop.remind(cartId),
        errorHandler: (error) => shop.report(`cart/${cartId}`, error),
        waitForCompletion: true,
        start: true,
      })
      jobs.push(job)
    },
    // Only with waitForCompletion does stop() wait for a running callback; it has no deadline.
    stop: () => Promise.all(jobs.map(async (job) => await job.stop())),
  }
}
