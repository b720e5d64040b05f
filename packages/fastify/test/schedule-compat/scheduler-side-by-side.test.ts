import { expect, test } from 'vitest'
import { SECOND, sides, type Side } from './sides.ts'

const start = '2026-03-01T10:00:00.000Z'

/** A scheduler with jobs that count their executions. */
function counting({ toad, newScheduler }: Side, ids: readonly string[]) {
  const scheduler = newScheduler()
  const counts: Record<string, number> = {}
  const newJob = (id: string) => {
    const task = new toad.Task(id, () => {
      counts[id] = (counts[id] ?? 0) + 1
    })
    return new toad.SimpleIntervalJob({ seconds: 10 }, task, { id })
  }
  for (const id of ids) scheduler.addSimpleIntervalJob(newJob(id))
  return { scheduler, counts, newJob }
}

for (const [name, open] of Object.entries(sides)) {
  test(`${name}: a job that is stopped by id rests until it is started, then counts anew`, async () => {
    using side = open(start)
    const { scheduler, counts } = counting(side, ['a', 'b'])
    await side.advance(15 * SECOND)
    scheduler.stopById('a')
    expect(scheduler.getById('a').getStatus()).toBe('stopped')
    await side.advance(10 * SECOND)
    expect(counts).toEqual({ a: 1, b: 2 })
    scheduler.startById('a')
    expect(scheduler.getById('a').getStatus()).toBe('running')
    await side.advance(9 * SECOND)
    expect(counts).toEqual({ a: 1, b: 3 })
    await side.advance(SECOND)
    expect(counts).toEqual({ a: 2, b: 3 })
    scheduler.stop()
  })

  test(`${name}: starting a started interval job begins its period anew and doubles nothing`, async () => {
    using side = open(start)
    const { scheduler, counts } = counting(side, ['a'])
    await side.advance(9 * SECOND)
    scheduler.startById('a')
    await side.advance(9 * SECOND)
    expect(counts).toEqual({})
    await side.advance(11 * SECOND)
    expect(counts).toEqual({ a: 2 })
    scheduler.stop()
  })

  test(`${name}: jobs are found by id and by status`, () => {
    using side = open(start)
    const { scheduler } = counting(side, ['a', 'b', 'c'])
    const { SimpleIntervalJob, Task, JobStatus, Job } = side.toad
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ days: 1 }, new Task('x', () => {})))
    scheduler.stopById('b')
    const idsOf = (status: 'running' | 'stopped') =>
      scheduler.getAllJobsByStatus(status).map((job) => job.id)
    expect(scheduler.getAllJobs().map((job) => job.id)).toEqual(['a', 'b', 'c'])
    expect(idsOf(JobStatus.RUNNING)).toEqual(['a', 'c'])
    expect(idsOf(JobStatus.STOPPED)).toEqual(['b'])
    expect([scheduler.existsById('a'), scheduler.existsById('z')]).toEqual([true, false])
    expect(scheduler.getById('a')).toBeInstanceOf(Job)
    scheduler.stop()
  })

  test(`${name}: an unknown id is refused where a job is needed`, () => {
    using side = open(start)
    const { scheduler } = counting(side, [])
    const message = 'Job with an id z is not registered.'
    expect(() => scheduler.getById('z')).toThrow(message)
    expect(() => scheduler.stopById('z')).toThrow(message)
    expect(() => scheduler.startById('z')).toThrow(message)
    expect(scheduler.removeById('z')).toBeUndefined()
  })

  test(`${name}: an id that is registered is refused, and free again once its job is removed`, async () => {
    using side = open(start)
    const { scheduler, counts, newJob } = counting(side, ['a'])
    expect(() => scheduler.addSimpleIntervalJob(newJob('a'))).toThrow(
      'Job with an id a is already registered.',
    )
    const removed = scheduler.removeById('a')
    expect([removed?.id, removed?.getStatus()]).toEqual(['a', 'stopped'])
    await side.advance(20 * SECOND)
    expect(counts).toEqual({})
    scheduler.addSimpleIntervalJob(newJob('a'))
    await side.advance(10 * SECOND)
    expect(counts).toEqual({ a: 1 })
    scheduler.stop()
  })

  test(`${name}: a removed job can be started by itself`, async () => {
    using side = open(start)
    const { scheduler, counts } = counting(side, ['a'])
    const removed = scheduler.removeById('a')
    removed?.start()
    await side.advance(10 * SECOND)
    expect(counts).toEqual({ a: 1 })
    removed?.stop()
    await side.advance(10 * SECOND)
    expect(counts).toEqual({ a: 1 })
  })

  test(`${name}: stop stops all jobs at once, and each can be started again`, async () => {
    using side = open(start)
    const { scheduler, counts } = counting(side, ['a', 'b'])
    await side.advance(10 * SECOND)
    scheduler.stop()
    expect(scheduler.getAllJobsByStatus(side.toad.JobStatus.RUNNING)).toEqual([])
    await side.advance(30 * SECOND)
    expect(counts).toEqual({ a: 1, b: 1 })
    scheduler.startById('b')
    await side.advance(10 * SECOND)
    expect(counts).toEqual({ a: 1, b: 2 })
    scheduler.stop()
  })

  test(`${name}: an execution that goes on is left to end by stop`, async () => {
    using side = open(start)
    const { AsyncTask, SimpleIntervalJob } = side.toad
    const scheduler = side.newScheduler()
    const gate = Promise.withResolvers<void>()
    let ended = false
    const task = new AsyncTask('slow', async () => {
      await gate.promise
      ended = true
    })
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 1 }, task))
    await side.advance(SECOND)
    scheduler.stop()
    gate.resolve()
    await side.advance(SECOND)
    expect([ended, task.isExecuting]).toEqual([true, false])
  })
}
