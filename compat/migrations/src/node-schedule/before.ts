import schedule from 'node-schedule'
import type { Shop } from '../shop.ts'

export function startJobs(shop: Shop) {
  const nightly = { hour: 3, minute: 0, tz: 'Europe/Berlin' }
  const cleanUp = schedule.scheduleJob('nightly-cleanup', nightly, () => shop.cleanUp())

  // node-schedule lets runs overlap: the guard is yours.
  let syncing = false
  const sync = schedule.scheduleJob('sync-orders', '*/15 * * * *', async () => {
    if (syncing) return
    syncing = true
    try {
      await shop.syncOrders()
    } finally {
      syncing = false
    }
  })
  // Without a listener an error of the job ends the process.
  for (const job of [cleanUp, sync]) job.on('error', (error) => shop.report(job.name, error))

  return {
    // Gone with the process; scheduleJob answers null when the date is over.
    remindAt(when: Date, cartId: string) {
      const id = `cart/${cartId}`
      const job = schedule.scheduleJob(id, when, () => shop.remind(cartId))
      job?.on('error', (error) => shop.report(id, error))
    },
    stop: () => schedule.gracefulShutdown(),
  }
}
