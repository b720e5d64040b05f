import {
  AsyncTask,
  CronJob,
  fastifySchedule,
  SimpleIntervalJob,
} from '@punctual/fastify/schedule-compat'
import fastify, { type FastifyInstance } from 'fastify'
import type { Shop } from '../shop.ts'

export async function newServer(shop: Shop): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(fastifySchedule)

  const cleanUp = new AsyncTask(
    'clean up',
    () => shop.cleanUp(),
    (error) => shop.report('nightly-cleanup', error),
  )
  const syncOrders = new AsyncTask(
    'sync orders',
    () => shop.syncOrders(),
    (error) => shop.report('sync-orders', error),
  )
  const everyNight = { cronExpression: '0 3 * * *', timezone: 'Europe/Berlin' }
  app.scheduler.addCronJob(new CronJob(everyNight, cleanUp, { id: 'nightly-cleanup' }))
  const everyQuarter = { minutes: 15, runImmediately: true }
  app.scheduler.addSimpleIntervalJob(
    new SimpleIntervalJob(everyQuarter, syncOrders, { id: 'sync-orders' }),
  )
  return app
}
