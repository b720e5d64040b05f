import { createScheduler, cron, every, fixedDelay, type Scheduler } from '@punctual/core'
import { expect, test } from 'vitest'
import { virtualClock, type VirtualClock } from '../src/virtual-clock.ts'

const START = '2025-12-31T23:59:30Z'

/** A started scheduler on a clock of its own. */
async function started(declare: (scheduler: Scheduler, clock: VirtualClock) => void) {
  const clock = virtualClock(START)
  const scheduler = createScheduler({ clock, timezone: 'UTC' })
  declare(scheduler, clock)
  await scheduler.start()
  return { clock, scheduler }
}

test('a handler that sleeps on the clock ends at its virtual instant', async () => {
  const ends: string[] = []
  const { clock, scheduler } = await started((node, time) => {
    node.schedule('slow', cron('0 * * * *'), async () => {
      await new Promise<void>((resolve) => time.setTimer(25 * 60_000, resolve))
      ends.push(new Date(time.now()).toISOString())
    })
  })
  await clock.advanceTo('2026-01-01T02:10:00Z')
  expect(ends).toEqual(['2026-01-01T00:25:00.000Z', '2026-01-01T01:25:00.000Z'])
  expect((await scheduler.listRuns({ state: 'running' })).items).toHaveLength(1)
  await Promise.all([scheduler.stop(), clock.advance('1h')])
  expect(ends).toHaveLength(3)
})

test('a handler that only listens to its signal is ended by its time limit', async () => {
  const { clock, scheduler } = await started((node) => {
    node.schedule('stuck', cron('0 0 2 1 *'), ({ signal }) => aborted(signal), { timeout: '10m' })
  })
  await clock.advance('1d')
  await clock.advance('1h')
  const [run] = (await scheduler.listRuns({ job: 'stuck' })).items
  expect([run?.state, run?.error?.code]).toEqual(['failed', 'PUNCTUAL_RUN_TIMEOUT'])
  expect(run!.endedAt! - run!.startedAt!).toBe(600_000)
  await scheduler.stop()
})

test('a handler that never ends holds up nothing but its own job', async () => {
  let others = 0
  const { clock, scheduler } = await started((node) => {
    node.schedule('dead', every('1h'), () => new Promise(() => {}))
    node.schedule('live', every('1h'), () => void (others += 1))
  })
  await clock.advance('1d')
  expect(others).toBe(24)
  expect((await scheduler.listRuns({ job: 'dead' })).items).toHaveLength(1)
  await Promise.all([scheduler.stop({ drain: 0, killAfter: 0 }), clock.advance('1m')])
})

test('retries, pauses and delays are counted on the virtual clock', async () => {
  const seen: string[] = []
  const { clock, scheduler } = await started((node, time) => {
    const say = (what: string): void =>
      void seen.push(`${what} ${new Date(time.now()).toISOString().slice(11, 19)}`)
    const retry = { limit: 1, delay: '90s', jitter: false } as const
    node.schedule(
      'flaky',
      cron('0 1 1 1 *'),
      ({ attempt }) => {
        say(`attempt ${attempt}`)
        if (attempt === 1) throw new Error('on purpose')
      },
      { retry },
    )
    node.schedule('poll', fixedDelay('50m'), () => say('poll'))
  })
  await clock.advanceTo('2026-01-01T02:00:00Z')
  expect(seen).toEqual([
    'poll 00:49:30',
    'attempt 1 01:00:00',
    'attempt 2 01:01:30',
    'poll 01:39:30',
  ])
  await scheduler.stop()
})

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}
