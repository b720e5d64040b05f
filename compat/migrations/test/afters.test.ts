import { DatabaseSync } from 'node:sqlite'
import { memoryStore, type JobStore } from '@punctual/core'
import { sqliteStore } from '@punctual/store-sql/sqlite'
import { virtualClock } from '@punctual/testing'
import { expect, test } from 'vitest'
import { startJobs as fromAgenda } from '../src/agenda/after.ts'
import { startJobs as fromApscheduler } from '../src/apscheduler/after.ts'
import { startJobs as fromBullmq } from '../src/bullmq/after.ts'
import { startJobs as fromCron } from '../src/cron/after.ts'
import { startJobs as fromNodeCron } from '../src/node-cron/after.ts'
import { startJobs as fromNodeSchedule } from '../src/node-schedule/after.ts'
import { shopAt } from './shop-at.ts'

const programs = {
  'node-cron': fromNodeCron,
  cron: fromCron,
  'node-schedule': fromNodeSchedule,
  agenda: fromAgenda,
  bullmq: fromBullmq,
  apscheduler: fromApscheduler,
}
// The night in which clocks in Berlin go forward: 03:00 is at 02:00 UTC before it, and at 01:00 UTC on its morning.
const evening = '2026-03-28T01:45:00.000Z'

for (const [from, startJobs] of Object.entries(programs)) {
  test(`what came from ${from} cleans up at 03:00 in Berlin and syncs each quarter of an hour, never twice at once`, async () => {
    const clock = virtualClock(evening)
    const shop = shopAt(clock, { syncTakes: [1_000, 1_000, 20 * 60_000] })
    const { stop } = await startJobs(shop, { clock, store: memoryStore() })
    await clock.advanceTo('2026-03-28T02:40:00Z')
    // The third sync takes 20 minutes, so that the one of 02:30 finds it running.
    expect(shop.told.filter((line) => line.startsWith('sync'))).toEqual([
      'sync 01:45',
      'sync 02:00',
      'sync 02:15',
      'synced 02:35',
    ])
    await clock.advanceTo('2026-03-29T01:00:00Z')
    expect(shop.told.filter((line) => line.startsWith('clean-up'))).toEqual([
      'clean-up 02:00',
      'clean-up 01:00',
    ])
    await stop()
  })

  test(`what came from ${from} reminds once at the given time, and reports what a job throws`, async () => {
    const clock = virtualClock(evening)
    const shop = shopAt(clock, { failing: 'b' })
    const { remindAt, stop } = await startJobs(shop, { clock, store: freshStore() })
    await remindAt(new Date('2026-03-28T01:50:00Z'), 'a')
    await remindAt(new Date('2026-03-28T01:51:00Z'), 'b')
    await clock.advance('10m')
    expect(shop.told.filter((line) => /remind|report/.test(line))).toEqual([
      'remind a 01:50',
      'remind b 01:51',
      `report ${from === 'agenda' ? 'send-reminder' : 'cart/b'} mail is down`,
    ])
    await stop()
  })

  test(`what came from ${from} waits for a running job when it stops`, async () => {
    const clock = virtualClock(evening)
    const shop = shopAt(clock, { syncTakes: [5_000] })
    const { stop } = await startJobs(shop, { clock, store: freshStore() })
    await clock.advance('1s')
    const stopped = stop()
    await clock.advance('5s')
    expect(await stopped).toEqual({ finished: 1, aborted: 0, released: 0 })
  })
}

/** As in the programs, but for the file. */
function freshStore(): JobStore {
  return sqliteStore({ database: new DatabaseSync(':memory:') })
}
