import cron from 'node-cron'
import type { Shop } from '../shop.ts'

export function startJobs(shop: Shop) {
  const tasks = [
    cron.schedule('0 3 * * *', () => shop.cleanUp(), {
      name: 'nightly-cleanup',
      timezone: 'Europe/Berlin',
    }),
    cron.schedule('*/15 * * * *', () => shop.syncOrders(), {
      name: 'sync-orders',
      noOverlap: true,
    }),
  ]
  for (const task of tasks) {
    task.on('execution:failed', ({ execution }) =>
      shop.report(task.name ?? task.id, execution?.error),
    )
  }

  return {
    // node-cron has no one-off: a timer, for 24 days at most, which is gone with the process.
    remindAt(when: Date, cartId: string) {
      setTimeout(() => {
        shop.remind(cartId).catch((error: unknown) => shop.report(`cart/${cartId}`, error))
      }, when.getTime() - Date.now())
    },
    stop: () => cron.shutdown(10_000),
  }
}
