import { at, createScheduler, cron, type SchedulerOptions } from '@punctual/core'
import { sqliteStore } from '@punctual/store-sql/sqlite'
import type { Shop } from '../shop.ts'

export async function startJobs(shop: Shop, options: SchedulerOptions = {}) {
  const scheduler = createScheduler({
    app: { name: 'shop' },
    store: sqliteStore({ path: 'jobs.sqlite' }),
    defaults: { coalesce: 'latest', maxInstances: 1, misfireGrace: '1h' },
    timezone: 'Europe/Berlin',
    ...options,
  })
  scheduler.schedule('nightly-cleanup', cron({ hour: 3 }), () => shop.cleanUp())
  scheduler.schedule('sync-orders', cron({ minute: '*/15' }), () => shop.syncOrders())
  const remind = scheduler.task<{ cartId: string }>('send-reminder', ({ input }) =>
    shop.remind(input.cartId),
  )
  scheduler.on('run:failed', ({ run }) => shop.report(run.jobId, run.error))
  await scheduler.start()

  return {
    async remindAt(when: Date, cartId: string) {
      const job = { id: `cart/${cartId}`, task: remind, trigger: at(when), input: { cartId } }
      await scheduler.addJob(job, { onConflict: 'replace' })
    },
    stop: () => scheduler.stop({ drain: '10s' }),
  }
}
