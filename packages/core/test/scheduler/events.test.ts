import { expect, test } from 'vitest'
import { every, type AnyEvent } from '@punctual/core'
import { codeOf, listed, scene } from './scene.ts'

test('a listener hears frozen events until it is taken away', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const heard: AnyEvent[] = []
  const off = scheduler.on('job:added', (event) => void heard.push(event))
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  off()
  await scheduler.addJob({ id: 'b', task, trigger: every('1h') })
  expect(heard).toMatchObject([{ type: 'job:added', job: { id: 'a' } }])
  expect(Object.isFrozen(heard[0])).toBe(true)
})

test('a listener that throws disturbs neither the others nor the run [60]', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => 1)
  await scheduler.start()
  const heard: string[] = []
  scheduler.on('run:started', () => {
    throw new Error('my fault')
  })
  scheduler.on('run:started', ({ type }) => void heard.push(type))
  const handle = await scheduler.runTask(task)
  await clock.advance('1s')
  expect((await handle.finished()).state).toBe('succeeded')
  expect(heard).toEqual(['run:started'])
})

test('events() goes on until the scheduler has stopped', async () => {
  const scheduler = scene().make()
  const all = listed(scheduler.events())
  await scheduler.start()
  await scheduler.stop()
  const types = (await all).map(({ type }) => type)
  expect(types.at(0)).toBe('scheduler:starting')
  expect(types.at(-1)).toBe('scheduler:stopped')
})

test('events() ends with its signal, and with the loop that reads it', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const controller = new AbortController()
  const all = listed(scheduler.events({ signal: controller.signal }))
  const first = (async () => {
    for await (const { type } of scheduler.events()) return type
  })()
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  controller.abort()
  await scheduler.addJob({ id: 'b', task, trigger: every('1h') })
  expect((await all).map(({ type }) => type)).toEqual(['job:added'])
  expect(await first).toBe('job:added')
  expect(await listed(scheduler.events({ signal: AbortSignal.abort() }))).toEqual([])
})

test('a reader that is slow misses the oldest events, and the process keeps its memory', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  const controller = new AbortController()
  const events = scheduler.events({ signal: controller.signal })
  const jobs = Array.from({ length: 10_010 }, (_, id) => ({
    id: `${id}`,
    task,
    trigger: every('1h'),
  }))
  await scheduler.addJobs(jobs)
  controller.abort()
  const ids = (await listed(events)).map((event) =>
    event.type === 'job:added' ? event.job.id : '',
  )
  expect(ids).toHaveLength(10_000)
  expect([ids[0], ids.at(-1)]).toEqual(['10', '10009'])
})

test('an event that does not exist is refused', async () => {
  const scheduler = scene().make()
  const listen = () => scheduler.on('run:faild' as 'run:failed', () => {})
  expect(await codeOf(listen)).toBe('PUNCTUAL_OPTION_INVALID')
})
