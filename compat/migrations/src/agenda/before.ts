import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda, type Job } from 'agenda'
import type { Shop } from '../shop.ts'

export async function startJobs(shop: Shop, address: string) {
  const agenda = new Agenda({ backend: new MongoBackend({ address }) })
  agenda.define('nightly-cleanup', () => shop.cleanUp())
  agenda.define('sync-orders', () => shop.syncOrders(), { concurrency: 1 })
  agenda.define('send-reminder', (job: Job<{ cartId: string }>) =>
    shop.remind(job.attrs.data.cartId),
  )
  agenda.on('fail', (error, job) => shop.report('attrs' in job ? job.attrs.name : '', error))
  await agenda.start()
  await agenda.every('0 3 * * *', 'nightly-cleanup', undefined, { timezone: 'Europe/Berlin' })
  await agenda.every('15 minutes', 'sync-orders')

  return {
    async remindAt(when: Date, cartId: string) {
      const job = agenda.create('send-reminder', { cartId }).schedule(when)
      await job.unique({ 'data.cartId': cartId }).save()
    },
    // stop() would unlock what is running, for another process to run again; drain() waits.
    stop: () => agenda.drain(10_000),
  }
}
