import { expect, test } from 'vitest'
import { every } from '@punctual/core'
import { codeOf, deferred, scene } from './scene.ts'

test('finished() resolves with the run whatever became of it', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {
    throw new TypeError('broken')
  })
  await scheduler.start()
  const handle = await scheduler.runTask(task)
  const finished = handle.finished()
  await clock.advance('1s')
  expect(await finished).toMatchObject({
    ...{ state: 'failed', result: null, error: { name: 'TypeError', message: 'broken' } },
  })
  expect(await handle.finished()).toEqual(await finished)
})

test('a wait ends at its time limit while the run goes on', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const end = deferred<string>()
  const task = scheduler.task('t', () => end.promise)
  await scheduler.start()
  const handle = await scheduler.runTask(task)
  const waited = codeOf(() => handle.finished({ timeout: '5s' }))
  await clock.advance('6s')
  expect(await waited).toBe('PUNCTUAL_WAIT_TIMEOUT')
  const finished = handle.finished()
  end.resolve('late')
  expect((await finished).result).toBe('late')
})

test('a wait ends with its signal', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const handle = await scheduler.runTask(task)
  const controller = new AbortController()
  const waited = handle.finished({ signal: controller.signal })
  controller.abort(new Error('the request was closed'))
  await expect(waited).rejects.toThrow('the request was closed')
  await expect(handle.finished({ signal: controller.signal })).rejects.toThrow('closed')
})

test('a wait ends when the scheduler stops', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const handle = await scheduler.runTask(task)
  const waited = codeOf(() => handle.finished())
  await scheduler.stop()
  expect(await waited).toBe('PUNCTUAL_STOPPED')
  expect(await codeOf(() => handle.finished())).toBe('PUNCTUAL_STOPPED')
})

test('a client that runs nothing sees a run end elsewhere', async () => {
  const { make, clock } = scene()
  const client = make({ role: 'off' })
  const task = client.task('t', () => 'never here')
  const worker = make()
  worker.task('t', () => 'there')
  await worker.start()
  const handle = await client.runTask(task)
  const finished = handle.finished()
  await clock.advance('10s')
  expect(await finished).toMatchObject({ state: 'succeeded', result: 'there' })
})

test('waiting for a run that can no longer come is refused, not endless', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  const removed = await scheduler.runTask(task, undefined, { id: 'removed' })
  const waited = codeOf(() => removed.finished())
  await scheduler.removeJob('removed')
  const late = await scheduler.runTask(task, undefined, { misfireGrace: '1s' })
  await clock.advance('1m')
  expect(await waited).toBe('PUNCTUAL_UNKNOWN_RUN')
  await scheduler.start()
  await clock.advance('1s')
  expect(await codeOf(() => late.finished())).toBe('PUNCTUAL_UNKNOWN_RUN')
})

test('what a run reports is seen while it goes on', async () => {
  const { make, clock, hear } = scene()
  const scheduler = make()
  const end = deferred()
  const task = scheduler.task('t', async (run) => {
    run.progress({ done: 1, total: 4 }, 'first')
    await end.promise
  })
  await scheduler.start()
  const heard = hear(scheduler, 'run:progress')
  const handle = await scheduler.runTask(task)
  await clock.advance('1s')
  expect((await scheduler.getRun(handle.id))?.progress).toEqual({
    fraction: 0.25,
    message: 'first',
  })
  expect(heard).toMatchObject([{ runId: handle.id, fraction: 0.25, message: 'first' }])
  end.resolve()
  expect((await handle.finished()).progress).toBeNull()
})

test('the result of a run can be read again and again until it expires [71]', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => 42, { history: { maxAge: '1h' } })
  await scheduler.start()
  const { id } = await scheduler.runTask(task)
  await clock.advance('30m')
  for (let read = 0; read < 2; read += 1) {
    expect((await scheduler.getRun(id))?.result).toBe(42)
  }
  await clock.advance('2h')
  expect(await scheduler.getRun(id)).toBeNull()
})

test('logs of a run are an empty page, and those of an unknown run are refused', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', ({ log }) => log.info({}, 'hello'))
  await scheduler.start()
  const { id } = await scheduler.runTask(task)
  await clock.advance('1s')
  expect(await scheduler.runLogs(id)).toEqual({ items: [], cursor: null })
  expect(await codeOf(() => scheduler.runLogs('nobody.m1'))).toBe('PUNCTUAL_UNKNOWN_RUN')
})

test('runs are listed newest first and found by job, task, tag, state and time', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', ({ jobId }) => {
    if (jobId === 'bad') throw new Error('no')
  })
  await scheduler.start()
  await scheduler.addJob({ id: 'good', task, trigger: every('1m'), tags: ['vip'] })
  await scheduler.addJob({ id: 'bad', task, trigger: every('2m') })
  await clock.advance('4m')
  const jobs = async (filter: Parameters<typeof scheduler.listRuns>[0]) =>
    (await scheduler.listRuns(filter)).items.map(({ jobId }) => jobId)
  expect(await jobs({ job: 'good' })).toHaveLength(4)
  expect(await jobs({ state: 'failed' })).toEqual(['bad', 'bad'])
  expect(await jobs({ tag: 'vip' })).toHaveLength(4)
  expect(await jobs({ task: 't', state: ['failed', 'succeeded'] })).toHaveLength(6)
  expect(await jobs({ from: '2026-03-02T12:03:30Z' })).toHaveLength(2)
  expect(await jobs({ until: '2026-03-02T12:01:30Z' })).toEqual(['good'])
  const { items } = await scheduler.listRuns({ job: { id: 'good', store: 'default' }, limit: 2 })
  expect(items[0]!.fireTime).toBeGreaterThan(items[1]!.fireTime)
})
