import { createScheduler, cron as punctualCron, memoryStore } from '@punctual/core'
import { virtualClock } from '@punctual/testing'
import { CronJob } from 'cron'
import nodeCron from 'node-cron'
import schedule from 'node-schedule'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

// Four fires fall due while the process does something else; what runs when it comes back?
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00.500Z') })
  vi.spyOn(console, 'warn').mockReturnValue(undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('node-schedule makes up every missed fire, one right after the other', async () => {
  const fires: number[] = []
  const job = schedule.scheduleJob('* * * * * *', (fireDate) => void fires.push(fireDate.getTime()))
  await returnLate()
  job.cancel()
  expect(fires.length).toBe(4)
})

test('cron runs once, and skips the others', async () => {
  let runs = 0
  const job = CronJob.from({ cronTime: '* * * * * *', onTick: () => void (runs += 1), start: true })
  await returnLate()
  await job.stop()
  expect(runs).toBe(1)
})

test('node-cron runs the latest if it is less than a second late, and announces the others', async () => {
  let runs = 0
  let missed = 0
  const task = nodeCron.schedule('* * * * * *', () => void (runs += 1), {
    suppressMissedWarning: true,
  })
  task.on('execution:missed', () => void (missed += 1))
  await returnLate()
  await task.destroy()
  expect([runs, missed]).toEqual([1, 3])
})

test('Punctual runs once for all of them, and its ledger has each', async () => {
  vi.useRealTimers()
  const clock = virtualClock('2026-03-01T12:00:00.500Z')
  await using scheduler = createScheduler({ clock, store: memoryStore() })
  const missed: number[] = []
  scheduler.schedule('tick', punctualCron('* * * * * *'), (run) => void missed.push(run.missed))
  await scheduler.start()
  clock.set('2026-03-01T12:00:04.200Z')
  await clock.advance('500ms')
  expect(missed).toEqual([3])
})

/** The wall clock is 3.7 s further when the first timer gets its turn. */
async function returnLate(): Promise<void> {
  vi.setSystemTime('2026-03-01T12:00:04.200Z')
  await vi.advanceTimersByTimeAsync(600)
}
