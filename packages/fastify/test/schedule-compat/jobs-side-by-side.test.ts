import { expect, test } from 'vitest'
import { DAY, SECOND, sides } from './sides.ts'

const start = '2026-03-01T10:00:00.000Z'

for (const [name, open] of Object.entries(sides)) {
  test(`${name}: an interval job executes after each period since it was added, and not at once`, async () => {
    using side = open(start)
    const { Task, SimpleIntervalJob } = side.toad
    const scheduler = side.newScheduler()
    const times: number[] = []
    const task = new Task('count', () => void times.push(side.now() - Date.parse(start)))
    await side.advance(700)
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 20 }, task))
    await side.advance(60 * SECOND)
    expect(times).toEqual([20_700, 40_700, 60_700])
    scheduler.stop()
  })

  test(`${name}: the period is the sum of all fields`, async () => {
    using side = open(start)
    const { Task, SimpleIntervalJob } = side.toad
    const scheduler = side.newScheduler()
    let first = 0
    const task = new Task('once', () => {
      first ||= side.now()
    })
    const schedule = { days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 }
    scheduler.addIntervalJob(new SimpleIntervalJob(schedule, task))
    await side.advance(2 * DAY)
    expect(new Date(first).toISOString()).toBe('2026-03-02T12:03:04.005Z')
    scheduler.stop()
  })

  test(`${name}: runImmediately executes before the job is added, then at each period`, async () => {
    using side = open(start)
    const { Task, SimpleIntervalJob, LongIntervalJob } = side.toad
    const scheduler = side.newScheduler()
    for (const Kind of [SimpleIntervalJob, LongIntervalJob]) {
      let count = 0
      const task = new Task('count', () => {
        count += 1
      })
      scheduler.addIntervalJob(new Kind({ seconds: 5, runImmediately: true }, task))
      expect(count).toBe(1)
      await side.advance(10 * SECOND)
      expect(count).toBe(3)
    }
    scheduler.stop()
  })

  test(`${name}: a task that stops its job in its immediate execution is not executed again`, async () => {
    using side = open(start)
    const { Task, SimpleIntervalJob, JobStatus } = side.toad
    const scheduler = side.newScheduler()
    let count = 0
    const task = new Task('once', () => {
      count += 1
      scheduler.stopById('once')
    })
    const schedule = { seconds: 5, runImmediately: true }
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob(schedule, task, { id: 'once' }))
    await side.advance(20 * SECOND)
    expect([count, scheduler.getById('once').getStatus()]).toEqual([1, JobStatus.STOPPED])
  })

  test(`${name}: an interval job leaves out what its own execution overlaps, unless it is told not to`, async () => {
    using side = open(start)
    const { AsyncTask, SimpleIntervalJob } = side.toad
    const scheduler = side.newScheduler()
    const counts = [0, 0]
    const gate = Promise.withResolvers<void>()
    for (const [index, options] of [{}, { preventOverrun: false }].entries()) {
      const task = new AsyncTask(`slow ${index}`, async () => {
        counts[index] = (counts[index] ?? 0) + 1
        await gate.promise
      })
      scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 5 }, task, options))
    }
    await side.advance(15 * SECOND)
    expect(counts).toEqual([1, 3])
    gate.resolve()
    await side.advance(5 * SECOND)
    expect(counts).toEqual([2, 4])
    scheduler.stop()
  })

  test(`${name}: two jobs of one task do not execute it at once`, async () => {
    using side = open(start)
    const { AsyncTask, SimpleIntervalJob } = side.toad
    const scheduler = side.newScheduler()
    const gate = Promise.withResolvers<void>()
    const jobs: (string | undefined)[] = []
    const task = new AsyncTask('shared', async (_taskId, jobId) => {
      jobs.push(jobId)
      await gate.promise
    })
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 5 }, task, { id: 'a' }))
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 7 }, task, { id: 'b' }))
    await side.advance(9 * SECOND)
    expect([jobs, task.isExecuting]).toEqual([['a'], true])
    gate.resolve()
    await side.advance(SECOND)
    expect([jobs, task.isExecuting]).toEqual([['a', 'a'], false])
    scheduler.stop()
  })

  test(`${name}: a task is told its own id and that of the job`, async () => {
    using side = open(start)
    const { Task, SimpleIntervalJob } = side.toad
    const scheduler = side.newScheduler()
    const told: unknown[] = []
    const task = new Task('task', (taskId, jobId) => void told.push([taskId, jobId]))
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 3 }, task, { id: 'job' }))
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 5 }, task))
    await side.advance(5 * SECOND)
    expect(told).toEqual([
      ['task', 'job'],
      ['task', undefined],
    ])
    scheduler.stop()
  })

  test(`${name}: executeAsync waits for one execution beside the schedule, unless one goes on`, async () => {
    using side = open(start)
    const { AsyncTask, Task, SimpleIntervalJob } = side.toad
    const gate = Promise.withResolvers<void>()
    let count = 0
    const task = new AsyncTask('slow', async () => {
      count += 1
      await gate.promise
    })
    const job = new SimpleIntervalJob({ seconds: 5 }, task)
    const done = job.executeAsync()
    await job.executeAsync()
    expect(count).toBe(1)
    gate.resolve()
    await done
    await job.executeAsync()
    expect(count).toBe(2)
    const sync = new SimpleIntervalJob({ days: 1 }, new Task('quick', () => void (count = 9)))
    await sync.executeAsync()
    expect(count).toBe(9)
  })

  test(`${name}: createAndExecute gives a stopped job whose task was executed once`, async () => {
    using side = open(start)
    const { AsyncTask, SimpleIntervalJob } = side.toad
    let count = 0
    const task = new AsyncTask('now', async () => {
      await null
      count += 1
    })
    const schedule = { seconds: 5, runImmediately: true }
    const job = await SimpleIntervalJob.createAndExecute(schedule, task, { id: 'x' })
    expect([count, job.id, job.getStatus()]).toEqual([1, 'x', 'stopped'])
    const scheduler = side.newScheduler()
    scheduler.addSimpleIntervalJob(job)
    await side.advance(5 * SECOND)
    expect(count).toBe(2)
    scheduler.stop()
  })

  test(`${name}: a LongIntervalJob of 30 days executes after 30 days, and not before`, async () => {
    using side = open(start)
    const { Task, LongIntervalJob } = side.toad
    const scheduler = side.newScheduler()
    const days: number[] = []
    const task = new Task('monthly', () => void days.push((side.now() - Date.parse(start)) / DAY))
    scheduler.addLongIntervalJob(new LongIntervalJob({ days: 30 }, task))
    await side.advance(29 * DAY)
    expect(days).toEqual([])
    await side.advance(2 * DAY)
    expect(days).toEqual([30])
    scheduler.stop()
  })

  test(`${name}: tasks know of which kind they are`, () => {
    using side = open(start)
    const { AsyncTask, Task, isAsyncTask, isSyncTask } = side.toad
    const tasks = [new Task('a', () => {}), new AsyncTask('b', async () => {})]
    expect(tasks.map(isAsyncTask)).toEqual([false, true])
    expect(tasks.map(isSyncTask)).toEqual([true, false])
  })
}
