import { expect, test } from 'vitest'
import {
  after,
  at,
  calendar,
  cron,
  daysOff,
  every,
  except,
  fixedDelay,
  jitter,
  pick,
  type FireRecord,
  type JobOptions,
  type Scheduler,
  type Trigger,
} from '@punctual/core'
import { deferred, NOON, scene } from '../scheduler/scene.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

async function job(scheduler: Scheduler, trigger: Trigger, options: JobOptions = {}) {
  return await scheduler.addJob({ id: 'a', task: 't', trigger, ...options })
}

async function answer(scheduler: Scheduler, when: number | string): Promise<FireRecord> {
  return await scheduler.why('a', when)
}

test('an instant that ran says where, when and how it ended', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  let broken = false
  scheduler.task('t', () => {
    if (broken) throw new Error('disk full')
  })
  await scheduler.start()
  await job(scheduler, every('1h'))
  await clock.advance('1h')
  broken = true
  await clock.advance('1h')
  const [good, bad] = [
    await answer(scheduler, NOON + HOUR),
    await answer(scheduler, NOON + 2 * HOUR),
  ]
  expect(good).toMatchObject({ at: NOON + HOUR, reason: 'ran' })
  expect(good.says).toMatch(/^It ran on .+ and succeeded at 2026-03-02 13:00 UTC\.$/)
  expect(bad.says).toMatch(/failed at 2026-03-02 14:00 UTC: disk full$/)
  expect(await scheduler.getRun(good.runId!)).toMatchObject({ fireTime: NOON + HOUR })
  expect(Object.isFrozen(good)).toBe(true)
})

test('an instant whose run goes on, waits or is still to come says so', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const end = deferred()
  scheduler.task('t', () => end.promise)
  await scheduler.start()
  await job(scheduler, every('1m'), { overlap: 'queue' })
  await clock.advance('2m')
  expect(await answer(scheduler, NOON + MINUTE)).toMatchObject({
    ...{ reason: 'running', says: expect.stringContaining('since 2026-03-02 12:01 UTC') },
  })
  expect(await answer(scheduler, NOON + 2 * MINUTE)).toMatchObject({
    ...{ reason: 'waiting', says: expect.stringContaining('earlier run') },
  })
  expect(await answer(scheduler, NOON + 9 * MINUTE)).toMatchObject({
    ...{ reason: 'upcoming', runId: null },
  })
  end.resolve()
})

test('a due instant that no node has published waits', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await job(scheduler, every('1m'))
  await clock.advance('3m')
  expect(await answer(scheduler, NOON + 2 * MINUTE)).toMatchObject({
    ...{ reason: 'waiting', says: 'It is due, and no node has published it yet.' },
  })
})

test('a cancelled run says whether it had begun', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const end = deferred()
  scheduler.task('t', () => end.promise)
  await scheduler.start()
  await job(scheduler, every('1m'), { overlap: 'queue' })
  await clock.advance('2m')
  const { items } = await scheduler.listRuns({ job: 'a', state: 'waiting' })
  await scheduler.cancelRun(items[0]!.id)
  expect(await answer(scheduler, NOON + 2 * MINUTE)).toMatchObject({
    ...{ reason: 'ran', says: expect.stringContaining('before it started') },
  })
  end.resolve()
})

test('an instant that was skipped because a run was going on names that run', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const end = deferred()
  scheduler.task('t', () => end.promise)
  await scheduler.start()
  await job(scheduler, every('1m'))
  await clock.advance('4m')
  const first = await answer(scheduler, NOON + MINUTE)
  const skipped = await answer(scheduler, NOON + 3 * MINUTE)
  expect(skipped).toMatchObject({ reason: 'overlap_skipped', runId: first.runId })
  expect(skipped.says).toContain(first.runId)
  end.resolve()
})

test('instants that one run stood for are answered each: before this node published, and while it could not', async () => {
  const { make, clock } = scene()
  const first = make({ role: 'off' })
  first.task('t', () => {})
  await job(first, every('1m'))
  await clock.advance('10m')
  const scheduler = make()
  scheduler.task('t', () => {})
  await scheduler.start()
  await clock.advance('1s')
  expect(await answer(scheduler, NOON + 4 * MINUTE)).toMatchObject({ reason: 'missed_in_outage' })
  const ran = await answer(scheduler, NOON + 10 * MINUTE)
  expect(ran.says).toContain('It also stands for 9 earlier instants.')
  await scheduler.pause()
  await clock.advance('5m')
  await scheduler.resume()
  await clock.advance('1s')
  expect((await answer(scheduler, NOON + 12 * MINUTE)).reason).toMatch(/coalesced|missed_in_outage/)
})

test('an instant that came too late says so', async () => {
  const { make, clock } = scene()
  const first = make({ role: 'off' })
  first.task('t', () => {})
  await job(first, every('1h'), { misfireGrace: '1m' })
  await clock.advance('90m')
  const scheduler = make()
  scheduler.task('t', () => {})
  await scheduler.start()
  await clock.advance('1s')
  expect(await answer(scheduler, NOON + HOUR)).toMatchObject({
    ...{ reason: 'misfire_grace_exceeded', runId: null },
  })
})

test('instants of a paused job say since when, by whom and why', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await job(scheduler, every('1m'))
  await scheduler.pauseJob('a', { by: 'Li', reason: 'audit' })
  await clock.advance('5m')
  for (const minutes of [2, 60]) {
    expect(await answer(scheduler, NOON + minutes * MINUTE)).toMatchObject({
      reason: 'paused',
      says: 'The job has been paused since 2026-03-02 12:00 UTC by Li: audit.',
    })
  }
})

test('instants after the last run that maxRuns gave say so', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await scheduler.start()
  await job(scheduler, every('1m'), { maxRuns: 2 })
  await clock.advance('5m')
  expect(await answer(scheduler, NOON + 2 * MINUTE)).toMatchObject({ reason: 'ran' })
  expect(await answer(scheduler, NOON + 3 * MINUTE)).toMatchObject({ reason: 'max_runs_reached' })
})

test('an instant between two fires is not due, and hears of both', async () => {
  const { make } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await job(scheduler, cron('0 9 * * *', { timezone: 'Asia/Shanghai' }))
  expect(await answer(scheduler, '2026-03-05T10:00:00+08:00')).toMatchObject({
    reason: 'not_due',
    says: 'Its trigger fires at other times: around it at 2026-03-05 09:00 Asia/Shanghai and 2026-03-06 09:00 Asia/Shanghai.',
  })
})

test('text without an offset is read by the clock of the trigger', async () => {
  const { make } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await job(scheduler, cron('0 9 * * *', { timezone: 'Asia/Shanghai' }))
  expect(await answer(scheduler, '2026-03-05T09:00')).toMatchObject({
    ...{ reason: 'upcoming', at: Date.parse('2026-03-05T01:00Z') },
  })
})

test('a local time that the clock jumped over is a gap, for cron and for calendar', async () => {
  const { make } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  const timezone = 'Europe/Berlin'
  const triggers = [
    cron('30 2 * * *', { timezone }),
    calendar({ days: 1 }, { at: '02:30', timezone }),
    calendar({ days: 1 }, { at: '02:30', timezone, start: '2026-03-01T00:00Z' }),
    except(cron('30 2 * * *', { timezone }), daysOff({ weekend: ['sat'] })),
  ]
  for (const trigger of triggers) {
    await scheduler.addJob({ id: 'a', task: 't', trigger }, { onConflict: 'replace' })
    expect(await answer(scheduler, '2026-03-29T02:30+01:00')).toMatchObject({
      reason: 'dst_gap',
      says: 'The clock jumped forward over 2026-03-29 02:30 in Europe/Berlin: that local time did not exist.',
    })
    expect((await answer(scheduler, '2026-03-28T02:30+01:00')).reason).not.toBe('dst_gap')
    expect((await answer(scheduler, '2026-03-30T02:30+02:00')).reason).toBe('upcoming')
  }
})

test('a gap is found where the dates count from a start that lies on another day in UTC', async () => {
  const { make } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  const from = { start: '2026-02-28T23:30Z', timezone: 'Europe/Berlin' }
  await job(scheduler, calendar({ days: 28 }, { at: '02:30', ...from }))
  expect(await answer(scheduler, '2026-03-29T02:30+01:00')).toMatchObject({ reason: 'dst_gap' })
})

test('an instant that except() takes away is excluded, however deep it stands', async () => {
  const { make } = scene()
  const scheduler = make({ calendars: { cn: daysOff({ holidays: ['2026-10-01'] }) } })
  scheduler.task('t', () => {})
  const working = except(cron('0 17 * * *'), { calendar: 'cn' })
  for (const trigger of [working, jitter(working, '1ms'), pick(working, 1, 'week')]) {
    await scheduler.addJob({ id: 'a', task: 't', trigger }, { onConflict: 'replace' })
    expect(await answer(scheduler, '2026-10-01T17:00Z')).toMatchObject({ reason: 'excluded' })
    expect(await answer(scheduler, '2026-10-01T16:00Z')).toMatchObject({ reason: 'not_due' })
  }
})

test('instants before the first and after the last one of the trigger say which that is', async () => {
  const { make } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await job(scheduler, every('1h', { start: '2026-04-01T00:00Z', end: '2026-04-02T00:00Z' }))
  expect(await answer(scheduler, '2026-03-31T23:00Z')).toMatchObject({
    ...{
      reason: 'before_start',
      says: 'The first instant of its trigger is 2026-04-01 01:00 UTC.',
    },
  })
  expect(await answer(scheduler, '2026-04-02T01:00Z')).toMatchObject({
    ...{ reason: 'after_end', says: 'The last instant of its trigger was 2026-04-02 00:00 UTC.' },
  })
})

test('an instant from before the job had its trigger says since when it has it', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await job(scheduler, cron('0 * * * *'))
  expect(await answer(scheduler, NOON - HOUR)).toMatchObject({
    reason: 'before_start',
    says: 'The job has had this trigger only since 2026-03-02 12:00 UTC.',
  })
  await clock.advance('90m')
  await scheduler.updateJob('a', { trigger: cron('30 * * * *') })
  expect(await answer(scheduler, NOON + HOUR / 2)).toMatchObject({ reason: 'before_start' })
})

test('an instant that the history no longer keeps says so', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await scheduler.start()
  await job(scheduler, every('1h'), { history: { keep: 2 } })
  await clock.advance('6h')
  expect(await answer(scheduler, NOON + 2 * HOUR)).toMatchObject({ reason: 'older_than_history' })
  expect(await answer(scheduler, NOON + 6 * HOUR)).toMatchObject({ reason: 'ran' })
})

test('a planned instant of a jittered trigger is answered by the one that jitter made of it', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await scheduler.start()
  const { nextFireAt } = await job(scheduler, jitter(cron('0 * * * *'), '10m'))
  expect(nextFireAt).toBeGreaterThan(NOON)
  await clock.advance('2h')
  const planned = await answer(scheduler, NOON)
  expect(planned).toMatchObject({ at: nextFireAt, reason: 'ran' })
  expect(planned.says).toMatch(/^Planned for 2026-03-02 12:00 UTC, jitter moved it to /)
  expect(await answer(scheduler, nextFireAt!)).toMatchObject({
    reason: 'ran',
    runId: planned.runId,
  })
  expect(await answer(scheduler, NOON + HOUR / 2)).toMatchObject({ reason: 'not_due' })
})

test('jobs whose instants are set by runs are due only when a run says so', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await scheduler.start()
  await job(scheduler, fixedDelay('30s'))
  await scheduler.addJob({ id: 'b', task: 't', trigger: after('a') })
  await clock.advance('40s')
  expect(await answer(scheduler, NOON + 30_000)).toMatchObject({ reason: 'ran' })
  expect(await answer(scheduler, NOON + 60_000)).toMatchObject({ reason: 'upcoming' })
  expect(await answer(scheduler, NOON + 45_000)).toMatchObject({ reason: 'not_due' })
  expect(await scheduler.why('b', NOON + 30_000)).toMatchObject({
    ...{ reason: 'not_due', says: expect.stringContaining('after other jobs') },
  })
})

test('the only instant of a job that lay in the past when it was added is answered', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  scheduler.task('t', () => {})
  await job(scheduler, at(NOON - HOUR))
  expect(await answer(scheduler, NOON - HOUR)).toMatchObject({ reason: 'waiting' })
  await scheduler.start()
  await clock.advance('1s')
  expect(await answer(scheduler, NOON - HOUR)).toMatchObject({ reason: 'ran' })
})
