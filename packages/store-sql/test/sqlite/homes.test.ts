import { createScheduler, every, type Scheduler } from '@punctual/core'
import { virtualClock, type VirtualClock } from '@punctual/testing'
import { expect, test } from 'vitest'
import { sqliteStore } from '../../src/sqlite/index.ts'
import { scratchFile } from './scratch-file.ts'

const JOBS = 60

/** A node that notes which job it ran, and how late. */
async function node(
  path: string,
  clock: VirtualClock,
): Promise<{ scheduler: Scheduler; ran: { readonly job: string; readonly late: number }[] }> {
  const scheduler = createScheduler({ store: sqliteStore({ path }), clock })
  const ran: { job: string; late: number }[] = []
  for (let at = 0; at < JOBS; at += 1) {
    scheduler.schedule(`job/${at}`, every('1m'), ({ jobId, fireTime }) => {
      ran.push({ job: jobId, late: clock.now() - fireTime })
    })
  }
  await scheduler.start()
  return { scheduler, ran }
}

test('two nodes share the jobs out, each job on the same node every time', async () => {
  const path = scratchFile()
  const clock = virtualClock('2026-03-01T08:00:00Z')
  const first = await node(path, clock)
  const second = await node(path, clock)
  await using _first = first.scheduler
  await using _second = second.scheduler
  await clock.advance('5m 30s')
  const jobsOf = ({ ran }: typeof first): Set<string> => new Set(ran.map(({ job }) => job))
  expect(first.ran.length + second.ran.length).toBe(5 * JOBS)
  expect([...jobsOf(first)].filter((job) => jobsOf(second).has(job))).toEqual([])
  expect(Math.min(jobsOf(first).size, jobsOf(second).size)).toBeGreaterThan(JOBS / 5)
})

test('when a node publishes no more, another takes its jobs within a tenth of a second', async () => {
  const path = scratchFile()
  const clock = virtualClock('2026-03-01T08:00:00Z')
  const first = await node(path, clock)
  const second = await node(path, clock)
  await using _first = first.scheduler
  await using _second = second.scheduler
  await clock.advance('2m 30s')
  await first.scheduler.pause()
  second.ran.length = 0
  await clock.advance('1m')
  expect(second.ran.length).toBe(JOBS)
  const late = second.ran.map((run) => run.late)
  expect(Math.max(...late)).toBeGreaterThanOrEqual(50)
  expect(Math.max(...late)).toBeLessThanOrEqual(100)
})
