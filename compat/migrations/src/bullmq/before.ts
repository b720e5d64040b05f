import { Queue, Worker, type ConnectionOptions } from 'bullmq'
import type { Shop } from '../shop.ts'

export async function startJobs(shop: Shop, connection: ConnectionOptions) {
  const queue = new Queue<{ cartId?: string }>('shop', { connection })
  const nightly = { pattern: '0 3 * * *', tz: 'Europe/Berlin' }
  await queue.upsertJobScheduler('nightly-cleanup', nightly)
  await queue.upsertJobScheduler('sync-orders', { pattern: '*/15 * * * *' })

  const worker = new Worker<{ cartId?: string }>(
    'shop',
    async (job) => {
      if (job.name === 'nightly-cleanup') return shop.cleanUp()
      if (job.name === 'sync-orders') return shop.syncOrders()
      return shop.remind(job.data.cartId ?? '')
    },
    // One at a time: nothing overlaps, and nothing runs beside a long clean-up either.
    { connection, concurrency: 1 },
  )
  worker.on('failed', (job, error) => shop.report(job?.name ?? '', error))
  worker.on('error', (error) => shop.report('worker', error))

  return {
    // A second call for a cart changes nothing: an id that is taken is left alone.
    async remindAt(when: Date, cartId: string) {
      const delay = when.getTime() - Date.now()
      await queue.add('send-reminder', { cartId }, { delay, jobId: `cart-${cartId}` })
    },
    async stop() {
      await worker.close()
      await queue.close()
    },
  }
}
