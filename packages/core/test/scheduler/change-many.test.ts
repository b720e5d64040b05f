import { expect, test } from 'vitest'
import { every, type Scheduler } from '@punctual/core'
import { codeOf, listed, scene } from './scene.ts'

async function filled(scheduler: Scheduler): Promise<void> {
  const task = scheduler.task('t', () => {})
  await scheduler.addJobs(
    Array.from({ length: 230 }, (_, number) => ({
      ...{ id: `job/${number}`, task, trigger: every('1h') },
      tags: [number % 2 === 0 ? 'even' : 'odd'],
    })),
  )
  await scheduler.addJob({ id: 'own', task, trigger: every('1h'), store: 'node' })
}

async function states(scheduler: Scheduler): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { state } of await listed(scheduler.eachJob())) {
    counts[state] = (counts[state] ?? 0) + 1
  }
  return counts
}

test('jobs are paused and resumed by a filter, in all stores, and counted', async () => {
  const scheduler = scene().make()
  await filled(scheduler)
  expect(await scheduler.pauseJobs({ tag: 'even' })).toBe(115)
  expect(await scheduler.pauseJobs({ all: true })).toBe(116)
  expect(await states(scheduler)).toEqual({ paused: 231 })
  expect(await scheduler.resumeJobs({ idPrefix: 'job/' })).toBe(230)
  expect(await states(scheduler)).toEqual({ active: 230, paused: 1 })
})

test('jobs are removed by a filter', async () => {
  const scheduler = scene().make()
  await filled(scheduler)
  expect(await scheduler.removeJobs({ tag: 'odd' })).toBe(115)
  expect(await scheduler.removeJobs({ store: 'node' })).toBe(1)
  expect(await scheduler.removeJobs({ all: true })).toBe(115)
  expect(await listed(scheduler.eachJob())).toEqual([])
})

test('an empty filter is refused: everything has to be said', async () => {
  const scheduler = scene().make()
  await filled(scheduler)
  const empty = [{}, { tag: undefined }, { idPrefix: '' }, { idPrefix: '', tag: undefined }]
  for (const filter of [...empty, { all: false }, { all: true, tag: 'odd' }]) {
    const remove = () => scheduler.removeJobs(filter as { tag: string })
    expect(await codeOf(remove)).toBe('PUNCTUAL_OPTION_INVALID')
  }
  expect(await states(scheduler)).toEqual({ active: 231 })
})

test('each job that was changed is told of', async () => {
  const { make, hear } = scene()
  const scheduler = make()
  await filled(scheduler)
  const heard = hear(scheduler, 'job:removed')
  await scheduler.removeJobs({ idPrefix: 'job/22' })
  expect(heard.map(({ job }) => job.id).sort()).toEqual([
    ...['job/22', 'job/220', 'job/221', 'job/222', 'job/223', 'job/224', 'job/225'],
    ...['job/226', 'job/227', 'job/228', 'job/229'],
  ])
})
