import { expect, test } from 'vitest'
import { at, cron, every, fixedDelay } from '@punctual/core'
import { NOON, scene } from './scene.ts'

const MINUTE = 60_000

test('a paused job is published no more, says who paused it and why, and resumes from now on [50]', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const ran: number[] = []
  const task = scheduler.task('t', ({ fireTime }) => void ran.push((fireTime - NOON) / MINUTE))
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1m') })
  await clock.advance('2m')
  const paused = await scheduler.pauseJob('a', { reason: 'invoice run', by: 'Li' })
  expect(paused).toMatchObject({
    ...{ state: 'paused', nextFireAt: null },
    paused: { reason: 'invoice run', by: 'Li', at: NOON + 2 * MINUTE },
  })
  await clock.advance('150s')
  const resumed = await scheduler.resumeJob('a')
  expect(resumed).toMatchObject({ state: 'active', paused: null, nextFireAt: NOON + 5 * MINUTE })
  await clock.advance('90s')
  expect(ran).toEqual([1, 2, 5, 6])
})

test('what fell due during a pause is one span, each instant of it answered', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1m') })
  await scheduler.pauseJob('a')
  await clock.advance('3m 30s')
  await scheduler.resumeJob('a')
  await clock.advance('1m')
  const { items } = await scheduler.listFires('a', { from: NOON })
  expect(items.map(({ reason }) => reason)).toEqual([
    ...['paused', 'paused', 'paused', 'ran', 'upcoming'],
  ])
})

test('resuming with catchUp leaves what fell due to the coalesce policy [53]', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const runs: { at: number; missed: number }[] = []
  const task = scheduler.task('t', ({ fireTime, missed }) => {
    runs.push({ at: (fireTime - NOON) / MINUTE, missed })
  })
  await scheduler.start()
  await scheduler.addJob({ id: 'latest', task, trigger: every('1m') })
  await scheduler.pauseJob('latest')
  await clock.advance('3m 30s')
  await scheduler.resumeJob('latest', { catchUp: true })
  await clock.advance('1s')
  expect(runs).toEqual([{ at: 3, missed: 2 }])
})

test('a job whose only instant passed during the pause is finished by the resume, or catches up [51]', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const ran: string[] = []
  const task = scheduler.task('t', ({ jobId }) => void ran.push(jobId))
  await scheduler.start()
  for (const id of ['skipped', 'made-up']) {
    await scheduler.addJob({ id, task, trigger: at(NOON + MINUTE), paused: true })
  }
  await clock.advance('2m')
  expect(await scheduler.resumeJob('skipped')).toMatchObject({ state: 'finished' })
  await scheduler.resumeJob('made-up', { catchUp: true })
  await clock.advance('1s')
  expect(ran).toEqual(['made-up'])
})

test('resuming a job whose trigger ended meanwhile finishes it [52]', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  const trigger = cron('* * * * *', { end: NOON + 3 * MINUTE })
  await scheduler.addJob({ id: 'a', task, trigger, paused: true })
  await clock.advance('10m')
  expect(await scheduler.resumeJob('a')).toMatchObject({ state: 'finished', nextFireAt: null })
})

test('an instant that is due at the very moment of the resume runs', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const ran: number[] = []
  const task = scheduler.task('t', ({ fireTime }) => void ran.push((fireTime - NOON) / MINUTE))
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1m'), paused: true })
  await clock.advance('1m')
  await scheduler.resumeJob('a')
  await clock.advance('1s')
  await scheduler.pauseJob('a')
  await clock.advance('119s')
  await scheduler.resumeJob('a')
  await clock.advance('1s')
  expect(ran).toEqual([1, 3])
})

test('a job that waits for the end of its run goes on one pause after the resume', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const ran: number[] = []
  const task = scheduler.task('t', ({ fireTime }) => void ran.push((fireTime - NOON) / 1_000))
  await scheduler.start()
  await scheduler.addJob({ id: 'poll', task, trigger: fixedDelay('30s') })
  await clock.advance('30s')
  await scheduler.pauseJob('poll')
  await clock.advance('70s')
  await scheduler.resumeJob('poll')
  await clock.advance('1m')
  expect(ran).toEqual([30, 130, 160])
})

test('a paused job can still be run by hand', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const causes: string[] = []
  const task = scheduler.task('t', ({ cause }) => void causes.push(cause))
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1m'), paused: true })
  await scheduler.runJob('a')
  await clock.advance('3m')
  expect(causes).toEqual(['manual'])
})

test('pausing twice, resuming twice and pausing what is finished change nothing', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  const paused = await scheduler.pauseJob('a', { reason: 'first' })
  expect(await scheduler.pauseJob('a', { reason: 'second' })).toEqual(paused)
  const resumed = await scheduler.resumeJob('a')
  expect(await scheduler.resumeJob('a')).toEqual(resumed)
  const { id } = await scheduler.addJob({ task })
  await clock.advance('1s')
  expect(await scheduler.pauseJob(id)).toMatchObject({ state: 'finished', paused: null })
})

test('events tell of pause and resume, once each', async () => {
  const { make, hear } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  const heard = hear(scheduler, 'job:paused', 'job:resumed')
  await scheduler.pauseJob('a')
  await scheduler.pauseJob('a')
  await scheduler.resumeJob('a')
  expect(heard.map(({ type }) => type)).toEqual(['job:paused', 'job:resumed'])
})
