import { calendar, createScheduler, cron, every, fixedDelay, pick } from '@punctual/core'
import { expect, test } from 'vitest'
import { virtualClock } from '../src/virtual-clock.ts'

test('a whole year of ten jobs is simulated, and each ran as often as its trigger says', async () => {
  const clock = virtualClock('2026-01-01T00:00:00Z')
  await using scheduler = createScheduler({ clock, timezone: 'America/New_York' })
  const runs = new Map<string, number>()
  const count = ({ jobId }: { jobId: string }): void => {
    runs.set(jobId, (runs.get(jobId) ?? 0) + 1)
  }
  const start = '2026-01-01T00:00:00Z'
  scheduler.schedule('hourly', cron('0 * * * *'), count)
  scheduler.schedule('every 6 h', every('6h', { start }), count)
  scheduler.schedule('daily', cron('30 2 * * *'), count)
  scheduler.schedule('weekdays', cron('0 9 * * MON-FRI'), count)
  scheduler.schedule('monthly', cron('0 0 1 * *'), count)
  scheduler.schedule('last day', cron('0 18 L * *'), count)
  scheduler.schedule('30 days', every('30 days', { start }), count)
  scheduler.schedule('every 2 weeks', calendar({ weeks: 2 }, { at: '12:00', start }), count)
  scheduler.schedule('last weekday', pick(cron('0 17 * * MON-FRI'), -1, 'month'), count)
  scheduler.schedule('poll', fixedDelay('12h'), count)
  await scheduler.start()
  await clock.advance('365 days')
  expect(Object.fromEntries(runs)).toEqual({
    // The first and the last instant of the year both count.
    hourly: 8_761,
    'every 6 h': 1_460,
    daily: 365,
    weekdays: 261,
    monthly: 12,
    'last day': 12,
    '30 days': 12,
    'every 2 weeks': 26,
    'last weekday': 12,
    poll: 730,
  })
}, 120_000)
