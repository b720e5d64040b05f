import { at, createScheduler, cron, every, type SchedulerOptions } from '@punctual/core'
import { sqliteStore } from '@punctual/store-sql/sqlite'
import type { Shop } from '../shop.ts'

export async function startJobs(shop: Shop, options: SchedulerOptions = {}) {
  const scheduler = createScheduler({
    app: { name: 'shop' },
    store: sqliteStore({ path: 'jobs.sqlite' }),
    ...options,
  })
  const cleanUp = scheduler.task('nightly-cleanup', () => shop.cleanUp())
  const sync = scheduler.task('sync-orders', () => shop.syncOrders())
  const remind = scheduler.task<{ cartId: string }>('send-reminder', ({ input }) =>
    shop.remind(input.cartId),
  )
  scheduler.on('run:failed', ({ run }) => shop.report(run.task, run.error))
  scheduler.schedule('nightly-cleanup', cron('0 3 * * *', { timezone: 'Europe/Berlin' }), cleanUp)
  scheduler.schedule('sync-orders', every('15 minutes', { immediate: true }), sync)
  await scheduler.start()

  return {
    async remindAt(when: Date, cartId: string) {
      const job = { id: `cart/${cartId}`, task: remind, trigger: at(when), input: { cartId } }
      await scheduler.addJob(job, { onConflict: 'replace' })
    },
    stop: () => scheduler.stop({ drain: '10s' }),
  }
}
