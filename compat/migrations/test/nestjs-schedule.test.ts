import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { createScheduler } from '@punctual/core'
import { virtualClock } from '@punctual/testing'
import { expect, test } from 'vitest'
import { ShopJobs, ShopModule } from '../src/nestjs-schedule/after.ts'
import type { Shop } from '../src/shop.ts'

test('the NestJS program does the same jobs after the swap of the import', async () => {
  const done: string[] = []
  const note = (what: string) => async (): Promise<void> => void done.push(what)
  const shop: Shop = {
    cleanUp: note('clean up'),
    syncOrders: note('sync'),
    remind: async (cartId) => void done.push(`remind ${cartId}`),
    report: () => {},
  }
  // The night in which the clocks of Berlin go forward.
  const clock = virtualClock('2026-03-29T01:50:00+01:00')
  const scheduler = createScheduler({ clock, timezone: 'UTC' })
  const app = await NestFactory.createApplicationContext(ShopModule.with(shop, { scheduler }), {
    logger: false,
  })
  app.get(ShopJobs).remindAt(new Date(clock.now() + 14 * 60_000), '42')
  await clock.advance('20m')
  expect(done.toSorted()).toEqual(['clean up', 'remind 42', 'sync'])
  await app.close()
  expect(scheduler.state).toBe('stopped')
})
