import { createScheduler } from '@punctual/core'
import { virtualClock } from '@punctual/testing'
import { type JobWithState, toJobId } from 'agenda'
import { expect, test } from 'vitest'
import { importFrom, specOf } from '../src/agenda/import.ts'
import { firstFires } from './first-fires.ts'

const next = new Date('2026-05-01T10:07:00Z')
const stored: JobWithState = {
  _id: toJobId('6630f1'),
  name: 'send-report',
  type: 'single',
  priority: 10,
  nextRunAt: next,
  data: { to: 'ada', since: new Date(0) },
  state: 'repeating',
}

test('a recurring job keeps its name, its priority, and its data as JSON', () => {
  const spec = specOf({ ...stored, repeatInterval: '0 3 * * *', repeatTimezone: 'Europe/Berlin' })
  expect(spec).toMatchObject({
    id: 'send-report',
    task: 'send-report',
    input: { to: 'ada', since: '1970-01-01T00:00:00.000Z' },
    priority: 10,
    paused: false,
  })
  expect(firesOf(spec)).toEqual(['2026-05-02T01:00:00.000Z', '2026-05-03T01:00:00.000Z'])
})

test('an interval goes on from the next run that Agenda had planned, however it is written', () => {
  const fires = ['2026-05-01T10:07:00.000Z', '2026-05-01T10:22:00.000Z']
  for (const repeatInterval of [900_000, '900000', '15 minutes']) {
    expect(firesOf(specOf({ ...stored, repeatInterval }))).toEqual(fires)
  }
})

test('a job without an interval is due once, under an id of its own', () => {
  const spec = specOf({ ...stored, type: 'normal' })
  expect(spec).toMatchObject({ id: 'send-report/6630f1' })
  expect(firesOf(spec)).toEqual(['2026-05-01T10:07:00.000Z'])
})

test('what MongoDB stores as null is absent', () => {
  const absent = ['repeatAt', 'repeatInterval', 'repeatTimezone', 'skipDays', 'disabled', 'endDate']
  const nulls = Object.fromEntries(absent.map((field) => [field, null]))
  // The types of Agenda do not know of the nulls.
  const spec = specOf({ ...stored, ...(nulls as Partial<JobWithState>) })
  expect(spec).toMatchObject({ paused: false })
  expect(firesOf(spec)).toEqual(['2026-05-01T10:07:00.000Z'])
})

test('a disabled job comes paused, and what cannot be said the same way is left to the reader', () => {
  expect(specOf({ ...stored, disabled: true })).toMatchObject({ paused: true })
  expect(specOf({ ...stored, repeatAt: '3:30pm' })).toContain('repeatAt 3:30pm')
  expect(specOf({ ...stored, skipDays: [0, 6] })).toContain('skipDays')
  expect(specOf({ ...stored, nextRunAt: null })).toContain('it is over')
})

test('an import adds what it can, names the rest with the reason, and can be repeated', async () => {
  await using scheduler = createScheduler({ clock: virtualClock('2026-05-01T00:00:00Z') })
  scheduler.task('send-report', () => undefined)
  const odd = { ...stored, _id: toJobId('6630f2'), name: 'odd', repeatInterval: 'every full moon' }
  const agenda = { queryJobs: async () => ({ jobs: [stored, odd], total: 2 }) }
  for (const _ of [1, 2]) {
    const left = await importFrom(agenda, scheduler)
    expect(left).toEqual([{ id: '6630f2', why: expect.stringContaining('cron') }])
  }
  const { items } = await scheduler.listJobs()
  expect(items).toMatchObject([{ id: 'send-report', nextFireAt: next.getTime() }])
})

function firesOf(spec: ReturnType<typeof specOf>): string[] {
  if (typeof spec === 'string') throw new Error(spec)
  return firstFires(spec, '2026-05-01T10:00:00Z')
}
