import { virtualClock, type VirtualClock } from '@punctual/testing'
import { expect, test } from 'vitest'
import { at, createScheduler, every, memoryStore, type Scheduler } from '../../src/index.ts'
import type { FetchHandler } from '../../src/http/fetch-handler.ts'
import { statusHandler } from '../../src/http/status-handler.ts'
import { asked, scraped } from './asked.ts'

const START = Date.UTC(2026, 0, 5)

function watched(options: Parameters<typeof createScheduler>[0] = {}): {
  readonly clock: VirtualClock
  readonly scheduler: Scheduler
  readonly status: FetchHandler
} {
  const clock = virtualClock(START)
  const scheduler = createScheduler({ clock, ...options })
  return { clock, scheduler, status: statusHandler(scheduler, { metrics: true }) }
}

test('runs are counted by job and outcome, with how long they took and how late they began', async () => {
  const { clock, scheduler, status } = watched()
  await using _ = scheduler
  const sleep = (span: number): Promise<void> =>
    new Promise((resolve) => void clock.setTimer(span, resolve))
  scheduler.schedule('steady', every('10s'), () => sleep(2_000))
  scheduler.schedule('shaky', at(START + 5_000), () => Promise.reject(new Error('no')), {
    retry: { limit: 2, delay: '1s', backoff: 'fixed', jitter: false },
  })
  await scheduler.start()
  await clock.advance('35s')
  const metrics = await scraped(status)
  const steady = { job: 'steady', outcome: 'succeeded' }
  expect(metrics.value('punctual_run_attempts_total', steady)).toBe(3)
  expect(metrics.value('punctual_run_duration_seconds_count', steady)).toBe(3)
  expect(metrics.value('punctual_run_duration_seconds_sum', steady)).toBe(6)
  expect(metrics.value('punctual_run_duration_seconds_bucket', { ...steady, le: '1' })).toBe(0)
  expect(metrics.value('punctual_run_duration_seconds_bucket', { ...steady, le: '2.5' })).toBe(3)
  const shaky = (outcome: string): number | undefined =>
    metrics.value('punctual_run_attempts_total', { job: 'shaky', outcome })
  expect([shaky('retried'), shaky('failed'), shaky('succeeded')]).toEqual([2, 1, undefined])
  expect(metrics.value('punctual_run_start_delay_seconds_count', { job: 'shaky' })).toBe(1)
  expect(metrics.value('punctual_run_start_delay_seconds_sum', { job: 'steady' })).toBe(0)
})

test('a late start is told in seconds', async () => {
  const { clock, scheduler, status } = watched()
  await using _ = scheduler
  const task = scheduler.task('work', () => {})
  await scheduler.addJob({ id: 'late', task, trigger: at(START) })
  await clock.advance('7s')
  await scheduler.start()
  await clock.advance('1s')
  const metrics = await scraped(status)
  const delay = (le: string): number | undefined =>
    metrics.value('punctual_run_start_delay_seconds_bucket', { job: 'late', le })
  expect([delay('5'), delay('10'), delay('60')]).toEqual([0, 1, 1])
  expect(metrics.value('punctual_run_start_delay_seconds_sum', { job: 'late' })).toBe(7)
})

test('what runs at the moment is a gauge, and none is left when the scheduler stopped', async () => {
  const { clock, scheduler, status } = watched()
  scheduler.schedule('endless', every('1s'), () => new Promise(() => {}), {
    maxInstances: 3,
  })
  await scheduler.start()
  await clock.advance('10s')
  expect((await scraped(status)).value('punctual_run_active', { job: 'endless' })).toBe(3)
  const stopped = scheduler.stop({ drain: 0, killAfter: 0 })
  await clock.advance('1m')
  await stopped
  expect((await scraped(status)).value('punctual_run_active', { job: 'endless' })).toBe(0)
})

test('due instants that did not run are counted by reason', async () => {
  const { clock, scheduler, status } = watched()
  await using _ = scheduler
  const gate = Promise.withResolvers<void>()
  scheduler.schedule('busy', every('1s'), () => gate.promise)
  await scheduler.start()
  await clock.advance('5s')
  const skipped = { job: 'busy', reason: 'overlap_skipped' }
  expect((await scraped(status)).value('punctual_fire_skipped_total', skipped)).toBe(4)
  gate.resolve()
})

test('next fire and last success are Unix times, and last success outlives a restart', async () => {
  const store = memoryStore()
  const first = watched({ store })
  first.scheduler.schedule('hourly', every('1h'), () => {})
  await first.scheduler.start()
  expect(
    (await scraped(first.status)).value('punctual_job_last_success_timestamp_seconds'),
  ).toBeUndefined()
  await first.clock.advance('90m')
  await first.scheduler.stop()
  const clock = virtualClock(first.clock.now())
  const second = watched({ store, clock })
  await using scheduler = second.scheduler
  scheduler.schedule('hourly', every('1h'), () => {})
  await scheduler.start()
  const metrics = await scraped(second.status)
  const hourly = { job: 'hourly' }
  expect(metrics.value('punctual_job_last_success_timestamp_seconds', hourly)).toBe(
    START / 1_000 + 3_600,
  )
  expect(metrics.value('punctual_job_next_fire_timestamp_seconds', hourly)).toBe(
    START / 1_000 + 7_200,
  )
})

test('a paused job has no next fire, and a removed one no times at all', async () => {
  for (const change of ['pauseJob', 'removeJob'] as const) {
    const { clock, scheduler, status } = watched()
    await using _ = scheduler
    scheduler.task('work', () => {})
    await scheduler.start()
    await scheduler.addJob({ id: 'job', task: 'work', trigger: every('1m') })
    await clock.advance('61s')
    await scheduler[change]('job')
    const metrics = await scraped(status)
    expect(metrics.value('punctual_job_next_fire_timestamp_seconds')).toBeUndefined()
    expect(metrics.value('punctual_job_last_success_timestamp_seconds')).toBe(
      change === 'pauseJob' ? START / 1_000 + 60 : undefined,
    )
  }
})

test('labels are escaped, so that no id of a job can add a line or a label', async () => {
  const { clock, scheduler, status } = watched()
  await using _ = scheduler
  const ids = ['a"b', 'a\\b', 'a\\"} 1', '{job="x"}', 'ü 日本', '__other__']
  for (const id of ids) scheduler.schedule(id, every('1s'), () => {})
  await scheduler.start()
  await clock.advance('2s')
  const samples = (await scraped(status)).samples('punctual_run_attempts_total')
  expect(samples.map(({ labels }) => labels['job']).sort()).toEqual([...ids].sort())
})

test('a thousand jobs have labels of their own, the rest share one, and unnamed runs go by their task', async () => {
  const { clock, scheduler, status } = watched()
  await using _ = scheduler
  const task = scheduler.task('once', () => {})
  await scheduler.start()
  for (let i = 0; i < 3; i += 1) await scheduler.runTask(task)
  await scheduler.addJobs(
    Array.from({ length: 1_050 }, (_, i) => ({ id: `job/${i}`, task, trigger: every('10s') })),
  )
  await clock.advance('11s')
  const metrics = await scraped(status)
  const attempts = metrics.samples('punctual_run_attempts_total')
  expect(attempts).toHaveLength(1_001)
  expect(metrics.value('punctual_run_attempts_total', { job: 'once' })).toBe(3)
  expect(metrics.value('punctual_run_attempts_total', { job: '__other__' })).toBe(51)
  const next = metrics.samples('punctual_job_next_fire_timestamp_seconds')
  expect(next.length).toBeLessThanOrEqual(1_000)
  expect(next.map(({ labels }) => labels['job'])).not.toContain('__other__')
})

test('it tells of nodes and health, and goes on telling what it can while the store is out of reach', async () => {
  const { scheduler, status } = watched()
  expect((await scraped(status)).value('punctual_health_ready')).toBe(0)
  await scheduler.start()
  const metrics = await scraped(statusHandler(scheduler, { metrics: true }))
  expect(metrics.value('punctual_nodes', { role: 'all' })).toBe(1)
  expect(metrics.value('punctual_node_beat_age_max_seconds')).toBe(0)
  expect(metrics.value('punctual_health_live')).toBe(1)
  expect(metrics.value('punctual_health_ready')).toBe(1)
  expect(metrics.value('punctual_store_readable')).toBe(1)
  const unread = statusHandler(scheduler, { metrics: true })
  await scheduler.stop()
  const after = await scraped(unread)
  expect(after.value('punctual_store_readable')).toBe(0)
  expect(after.value('punctual_nodes')).toBeUndefined()
  expect(after.value('punctual_health_live')).toBe(0)
})

test('however many ask, the stores are read once a second, and two pages at most', async () => {
  const { scheduler, clock } = watched()
  await using _ = scheduler
  const task = scheduler.task('work', () => {})
  const calls: string[] = []
  const counted = new Proxy(scheduler, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      calls.push(String(name))
      return value.bind(target)
    },
  })
  await scheduler.start()
  await scheduler.addJobs(
    Array.from({ length: 3_500 }, (_, i) => ({ id: `job/${i}`, task, trigger: every('1h') })),
  )
  await clock.advance('1s')
  const status = statusHandler(counted, { metrics: true })
  calls.length = 0
  const answers = Array.from({ length: 20 }, () => asked(status, '/metrics'))
  await Promise.all(answers.map(async (answer) => (await answer).text()))
  expect(calls.filter((name) => name === 'nodes')).toHaveLength(1)
  expect(calls.filter((name) => name === 'listJobs')).toHaveLength(2)
  expect(new Set(calls)).toEqual(new Set(['health', 'nodes', 'listJobs']))
})
