import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { createScheduler, cron as punctualCron } from '@punctual/core'
import { virtualClock } from '@punctual/testing'
import { CronJob } from 'cron'
import nodeCron from 'node-cron'
import schedule from 'node-schedule'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

// A job each minute whose runs take five: how many run at once unless told otherwise?
const noon = '2026-03-01T12:00:00.500Z'
const everyMinute = '* * * * *'

beforeEach(() => void vi.useFakeTimers({ now: Date.parse(noon) }))
afterEach(() => void vi.useRealTimers())

test('node-cron, cron and node-schedule let runs overlap by default', async () => {
  const running = { 'node-cron': 0, cron: 0, 'node-schedule': 0 }
  const run = (name: keyof typeof running) => async () => {
    running[name] += 1
    await new Promise((resolve) => setTimeout(resolve, 300_000))
  }
  const task = nodeCron.schedule(everyMinute, run('node-cron'))
  const job = CronJob.from({ cronTime: everyMinute, onTick: run('cron'), start: true })
  const scheduled = schedule.scheduleJob(everyMinute, run('node-schedule'))
  await vi.advanceTimersByTimeAsync(185_000)
  expect(running).toEqual({ 'node-cron': 3, cron: 3, 'node-schedule': 3 })
  await task.destroy()
  await job.stop()
  scheduled.cancel()
})

test('Punctual does not', async () => {
  vi.useRealTimers()
  const clock = virtualClock(noon)
  await using scheduler = createScheduler({ clock })
  let started = 0
  scheduler.schedule('slow', punctualCron(everyMinute), async ({ signal }) => {
    started += 1
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  })
  await scheduler.start()
  await clock.advance('185s')
  expect(started).toBe(1)
  const stopped = scheduler.stop({ drain: 0 })
  await clock.advance('1s')
  await stopped
})

test('an async error ends the process with node-schedule, unless somebody listens', async () => {
  vi.useRealTimers()
  const program = `import schedule from 'node-schedule'
    const fail = async () => { throw new Error('mail is down') }
    schedule.scheduleJob('* * * * * *', fail)`
  const cwd = new URL('../', import.meta.url)
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { cwd })
  const [says, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect(says).toContain('mail is down')
  expect(code).toBe(1)
})
