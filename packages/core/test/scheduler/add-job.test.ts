import { expect, test } from 'vitest'
import { after, at, cron, every, type Job } from '@punctual/core'
import { z } from 'zod'
import { codeOf, NOON, scene } from './scene.ts'

test('an added job is stored as it was given and can be read back', async () => {
  const { make } = scene()
  const scheduler = make()
  const remind = scheduler.task('remind', () => {}, { retry: 3 })
  const job = await scheduler.addJob({
    ...{ id: 'cart/42', task: remind, trigger: cron('0 9 * * *', { timezone: 'Asia/Shanghai' }) },
    ...{ timeout: '30s', tags: ['tenant:7'] },
  })
  expect(job).toMatchObject({
    ...{ id: 'cart/42', store: 'default', task: 'remind', origin: 'dynamic', state: 'active' },
    ...{ edited: [], paused: null, lastRun: null, failuresInARow: 0 },
    nextFireAt: Date.parse('2026-03-03T01:00:00Z'),
    policies: { timeout: 30_000, retry: { limit: 3 }, tags: ['tenant:7'] },
  })
  expect(await scheduler.getJob('cart/42')).toEqual(job)
  expect(Object.isFrozen(job)).toBe(true)
})

test('a job without an id gets one of its task and a UUID', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('mail', () => {})
  const job = await scheduler.addJob({ task, trigger: at(NOON + 1_000) })
  expect(job.id).toMatch(/^mail\/[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})

test('a job without a trigger runs now, is submitted before it is executed, and then is finished [59]', async () => {
  const { make, clock, hear } = scene()
  const scheduler = make()
  const task = scheduler.task('now', () => 'done')
  await scheduler.start()
  const heard = hear(
    scheduler,
    'run:succeeded',
    'run:started',
    'fire:published',
    'job:added',
    'job:finished',
  )
  const { id } = await scheduler.addJob({ task })
  await clock.advance('1s')
  expect(heard.map(({ type }) => type)).toEqual([
    'job:added',
    'fire:published',
    'job:finished',
    'run:started',
    'run:succeeded',
  ])
  expect(await scheduler.getJob(id)).toMatchObject({ state: 'finished', nextFireAt: null })
})

test('a trigger whose only instant is over is due at once', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const ran: number[] = []
  const task = scheduler.task('late', ({ fireTime }) => void ran.push(fireTime))
  await scheduler.start()
  await scheduler.addJob({ task, trigger: at('2026-03-01T00:00Z') })
  await clock.advance('1s')
  expect(ran).toEqual([Date.parse('2026-03-01T00:00Z')])
})

test('a trigger without any instant to come gives a finished job, not one that looks paused [56]', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const trigger = cron('0 0 * * *', { end: '2026-01-01T00:00Z' })
  expect(await scheduler.addJob({ id: 'over', task, trigger })).toMatchObject({
    ...{ state: 'finished', nextFireAt: null, paused: null },
  })
})

test('a taken id is refused, kept or replaced, as the caller says [73]', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const first = await scheduler.addJob({ id: 'a', task, trigger: every('1h'), priority: 1 })
  const other = { id: 'a', task, trigger: every('2h'), priority: 2 }
  expect(await codeOf(() => scheduler.addJob(other))).toBe('PUNCTUAL_JOB_EXISTS')
  expect(await scheduler.addJob(other, { onConflict: 'keep' })).toEqual(first)
  expect(await scheduler.addJob(other, { onConflict: 'replace' })).toMatchObject({
    policies: { priority: 2 },
    nextFireAt: NOON + 2 * 3_600_000,
  })
})

test('replacing a job with an equal trigger keeps its next fire [54]', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  await clock.advance('20m')
  const replaced = await scheduler.addJob(
    { id: 'a', task, trigger: every('1h'), priority: 5 },
    { onConflict: 'replace' },
  )
  expect(replaced).toMatchObject({ nextFireAt: NOON + 3_600_000, policies: { priority: 5 } })
})

test('a finished job frees its id', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'once', task })
  await clock.advance('1s')
  expect(await scheduler.addJob({ id: 'once', task, trigger: every('1h') })).toMatchObject({
    state: 'active',
  })
})

test('policies come from the job, then its task, then the defaults, and tags add up', async () => {
  const scheduler = scene().make({ defaults: { priority: 1, timeout: '1m', tags: ['all'] } })
  const task = scheduler.task('t', () => {}, { timeout: '2m', retry: 2, tags: ['task'] })
  const job = await scheduler.addJob({ task, trigger: every('1h'), retry: 5, tags: ['job'] })
  expect(job.policies).toMatchObject({
    ...{ priority: 1, timeout: 120_000, retry: { limit: 5 }, tags: ['all', 'task', 'job'] },
  })
})

test('what is stored is the input as it was given, not what the schema made of it', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const seen: unknown[] = []
  const task = scheduler.task('t', ({ input }) => void seen.push(input), {
    input: z.object({ count: z.string().transform(Number), format: z.string().default('pdf') }),
  })
  await scheduler.start()
  const job: Job = await scheduler.addJob({ id: 'x', task, input: { count: '7' } })
  expect(job.input).toEqual({ count: '7' })
  await clock.advance('1s')
  expect(seen).toEqual([{ count: 7, format: 'pdf' }])
})

test('a job may be added paused, and first runs after it was resumed', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  let runs = 0
  const task = scheduler.task('t', () => void (runs += 1))
  await scheduler.start()
  await scheduler.addJob({ id: 'p', task, trigger: every('1m'), paused: true })
  await clock.advance('4m 30s')
  expect(runs).toBe(0)
  await scheduler.resumeJob('p')
  await clock.advance('1m')
  expect(runs).toBe(1)
})

test('a node that is no worker takes the names of tasks it does not know', async () => {
  const { make } = scene()
  for (const role of ['schedule', 'work', 'off'] as const) {
    const scheduler = make({ role })
    const job = { id: role, task: 'elsewhere', trigger: every('1h'), executor: 'gpu' }
    expect(await scheduler.addJob(job)).toMatchObject({ task: 'elsewhere' })
  }
  const all = make()
  const unknown = { task: 'elsewhere', trigger: every('1h') }
  expect(await codeOf(() => all.addJob(unknown))).toBe('PUNCTUAL_UNKNOWN_TASK')
})

test('an executor that does not exist is refused when the job is added [49]', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const job = { id: 'a', task, trigger: every('1h'), executor: 'gpu' }
  expect(await codeOf(() => scheduler.addJob(job))).toBe('PUNCTUAL_UNKNOWN_EXECUTOR')
  expect(await scheduler.getJob('a')).toBeNull()
})

test('an earlier name of a task finds the task', async () => {
  const scheduler = scene().make()
  scheduler.task('send-mail', () => {}, { formerly: ['mail'] })
  expect(await scheduler.addJob({ task: 'mail', trigger: every('1h') })).toMatchObject({
    task: 'send-mail',
  })
})

test('jobs that would follow each other in a circle are refused', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: after('b') })
  const circle = { id: 'b', task, trigger: after('a') }
  expect(await codeOf(() => scheduler.addJob(circle))).toBe('PUNCTUAL_FOLLOW_CYCLE')
  const self = { id: 'c', task, trigger: after('c') }
  expect(await codeOf(() => scheduler.addJob(self))).toBe('PUNCTUAL_FOLLOW_CYCLE')
  expect(await scheduler.getJob('b')).toBeNull()
})

test('a job that code declares cannot be replaced at run time, so that the next deploy starts', async () => {
  const { make } = scene()
  const first = make()
  const task = first.task('other', () => {})
  first.schedule('declared', every('1h'), () => {})
  await first.start()
  const replace = () => first.addJob({ id: 'declared', task }, { onConflict: 'replace' })
  expect(await codeOf(replace)).toBe('PUNCTUAL_JOB_EXISTS')
  expect(await first.getJob('declared')).toMatchObject({ origin: 'declared', task: 'declared' })
  await first.stop()
  const next = make()
  next.schedule('declared', every('1h'), () => {})
  await next.start()
})

test('a local time is read in the zone of the scheduler that added the job, on every node', async () => {
  const { make } = scene()
  const berlin = make({ timezone: 'Europe/Berlin' })
  const task = berlin.task('mail', () => {})
  const added = await berlin.addJob({ id: 'a', task, trigger: at('2026-03-02T18:00') })
  expect(added.nextFireAt).toBe(Date.parse('2026-03-02T17:00Z'))
  const tokyo = make({ timezone: 'Asia/Tokyo' })
  expect(await tokyo.why('a', '2026-03-02T17:00Z')).toMatchObject({ reason: 'upcoming' })
})
