import { expect, test } from 'vitest'
import { SECOND, sides } from './sides.ts'

const start = '2026-03-01T10:00:00.500Z'

for (const [name, open] of Object.entries(sides)) {
  test(`${name}: a cron job executes on the clock, with seconds or without`, async () => {
    using side = open(start)
    const { CronJob, Task, CRON_EVERY_MINUTE, CRON_EVERY_30_SECONDS } = side.toad
    const scheduler = side.newScheduler()
    const told: string[] = []
    for (const cronExpression of [CRON_EVERY_MINUTE, CRON_EVERY_30_SECONDS]) {
      const task = new Task(cronExpression, (id) => {
        told.push(`${id} at ${new Date(side.now()).toISOString().slice(14, 19)}`)
      })
      scheduler.addCronJob(new CronJob({ cronExpression }, task))
    }
    await side.advance(65 * SECOND)
    expect(told.sort()).toEqual([
      '* * * * * at 01:00',
      '*/30 * * * * * at 00:30',
      '*/30 * * * * * at 01:00',
    ])
    scheduler.stop()
  })

  test.each([
    ['2026-03-28T07:40:00Z', '2026-03-28T08:00:00.000Z'],
    // The clocks went forward in the night before.
    ['2026-03-29T06:40:00Z', '2026-03-29T07:00:00.000Z'],
  ])(
    `${name}: a cron job executes at 09:00 in its timezone, from %s on at %s`,
    async (from, at) => {
      using side = open(from)
      const { CronJob, Task } = side.toad
      const scheduler = side.newScheduler()
      const times: string[] = []
      const task = new Task('daily', () => void times.push(new Date(side.now()).toISOString()))
      const schedule = { cronExpression: '0 9 * * *', timezone: 'Europe/Berlin' }
      scheduler.addCronJob(new CronJob(schedule, task))
      await side.advance(30 * 60 * SECOND)
      expect(times).toEqual([at])
      scheduler.stop()
    },
  )

  test(`${name}: a cron job overlaps itself, unless it is told not to`, async () => {
    using side = open(start)
    const { AsyncTask, CronJob, CRON_EVERY_SECOND: cronExpression } = side.toad
    const scheduler = side.newScheduler()
    const gate = Promise.withResolvers<void>()
    const counts = [0, 0]
    for (const [index, options] of [{}, { preventOverrun: true }].entries()) {
      const task = new AsyncTask(`slow ${index}`, async () => {
        counts[index] = (counts[index] ?? 0) + 1
        await gate.promise
      })
      scheduler.addCronJob(new CronJob({ cronExpression }, task, options))
    }
    await side.advance(3 * SECOND)
    expect(counts).toEqual([3, 1])
    scheduler.stop()
    gate.resolve()
    await side.advance(3 * SECOND)
    expect(counts).toEqual([3, 1])
  })

  test(`${name}: a cron job is stopped and started by id`, async () => {
    using side = open(start)
    const { CronJob, Task, CRON_EVERY_SECOND: cronExpression } = side.toad
    const scheduler = side.newScheduler()
    let count = 0
    const task = new Task('count', () => {
      count += 1
    })
    const job = new CronJob({ cronExpression }, task, { id: 'c' })
    expect(job.getStatus()).toBe('stopped')
    scheduler.addCronJob(job)
    expect(job.getStatus()).toBe('running')
    await side.advance(2 * SECOND)
    scheduler.stopById('c')
    expect(job.getStatus()).toBe('stopped')
    await side.advance(2 * SECOND)
    expect(count).toBe(2)
    scheduler.startById('c')
    await side.advance(SECOND)
    expect(count).toBe(3)
    scheduler.stop()
  })

  test(`${name}: text that is no cron is refused when the job is added`, () => {
    using side = open(start)
    const { CronJob, Task } = side.toad
    const scheduler = side.newScheduler()
    const job = new CronJob({ cronExpression: 'every day' }, new Task('x', () => {}))
    expect(() => scheduler.addCronJob(job)).toThrow()
    expect(job.getStatus()).toBe('stopped')
  })

  test(`${name}: an instant in place of an expression executes once, then the job is stopped`, async () => {
    using side = open(start)
    const { CronJob, Task } = side.toad
    const scheduler = side.newScheduler()
    const times: string[] = []
    const task = new Task('once', () => void times.push(new Date(side.now()).toISOString()))
    const schedule = { cronExpression: '2026-03-01T11:20:00', timezone: 'Europe/Berlin' }
    const job = new CronJob(schedule, task, { id: 'once' })
    scheduler.addCronJob(job)
    expect(job.getStatus()).toBe('running')
    await side.advance(30 * 60 * SECOND)
    expect([times, job.getStatus()]).toEqual([['2026-03-01T10:20:00.000Z'], 'stopped'])
  })
}
