import { cron as punctualCron, fireTimes } from '@punctual/core'
import { Agenda, Job } from 'agenda'
import { getNextMillis } from 'bullmq'
import { CronTime } from 'cron'
import nodeCron from 'node-cron'
import schedule from 'node-schedule'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

// What the migration pages say about cron expressions, asked of the installed packages. Times are those of Berlin.
const timezone = 'Europe/Berlin'
const noop = (): void => undefined

/** The next fire after an instant, as each package plans it. */
const planners: Record<string, (pattern: string, after: Date) => Date | null | undefined> = {
  punctual(pattern, after) {
    const trigger = punctualCron(pattern, { timezone })
    const [first] = fireTimes(trigger, { from: after.getTime() + 1, count: 1 })
    return first === undefined ? null : new Date(first)
  },
  'node-cron'(pattern) {
    const task = nodeCron.createTask(pattern, noop, { timezone })
    const [first] = task.getNextRuns(1)
    void task.destroy()
    return first
  },
  cron: (pattern, after) =>
    new CronTime(pattern, timezone).getNextDateFrom(after, timezone).toJSDate(),
  'node-schedule'(pattern) {
    const job = schedule.scheduleJob({ rule: pattern, tz: timezone }, noop)
    const first = job.nextInvocation()
    job.cancel()
    return first
  },
  agenda: (pattern) => agendaJob().repeatEvery(pattern, { timezone }).attrs.nextRunAt,
  bullmq(pattern, after) {
    const first = getNextMillis(after.getTime(), { pattern, tz: timezone })
    return first === undefined ? null : new Date(first)
  },
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

test('02:30 on the day that has none: three answers', () => {
  expect(first('30 2 * * *', '2026-03-28T12:00:00Z')).toEqual({
    punctual: '29 Mar 03:00 GMT+2',
    'node-cron': '30 Mar 02:30 GMT+2',
    cron: '29 Mar 03:00 GMT+2',
    'node-schedule': '29 Mar 03:30 GMT+2',
    agenda: '29 Mar 03:30 GMT+2',
    bullmq: '29 Mar 03:30 GMT+2',
  })
})

test('02:30 on the day that has two: the first, but for node-cron', () => {
  expect(first('30 2 * * *', '2026-10-24T12:00:00Z')).toEqual({
    punctual: '25 Oct 02:30 GMT+2',
    'node-cron': '25 Oct 02:30 GMT+1',
    cron: '25 Oct 02:30 GMT+2',
    'node-schedule': '25 Oct 02:30 GMT+2',
    agenda: '25 Oct 02:30 GMT+2',
    bullmq: '25 Oct 02:30 GMT+2',
  })
})

test('half-hourly in the night that is an hour longer: node-cron leaves that hour out', () => {
  expect(first('*/30 * * * *', '2026-10-24T23:50:00Z')).toEqual({
    punctual: '25 Oct 02:00 GMT+2',
    'node-cron': '25 Oct 02:00 GMT+1',
    cron: '25 Oct 02:00 GMT+2',
    'node-schedule': '25 Oct 02:00 GMT+2',
    agenda: '25 Oct 02:00 GMT+2',
    bullmq: '25 Oct 02:00 GMT+2',
  })
})

test('the 13th and Friday: node-cron wants both, the others either', () => {
  expect(first('0 0 13 * 5', '2026-03-01T12:00:00Z')).toEqual({
    punctual: '6 Mar 00:00 GMT+1',
    'node-cron': '13 Mar 00:00 GMT+1',
    cron: '6 Mar 00:00 GMT+1',
    'node-schedule': '6 Mar 00:00 GMT+1',
    agenda: '6 Mar 00:00 GMT+1',
    bullmq: '6 Mar 00:00 GMT+1',
  })
  const both = planners.punctual?.('0 0 13 * +5', new Date('2026-03-01T12:00:00Z'))
  expect(local(both)).toBe('13 Mar 00:00 GMT+1')
})

test('weekday 7 is Sunday everywhere', () => {
  const answers = Object.values(first('0 9 * * 7', '2026-03-02T12:00:00Z'))
  expect(new Set(answers)).toEqual(new Set(['8 Mar 09:00 GMT+1']))
})

test('a rule object of node-schedule counts months from 0 and wants both day fields', () => {
  vi.setSystemTime('2026-03-01T12:00:00Z')
  const rule = { month: 10, date: 13, dayOfWeek: 5, hour: 0, minute: 0, tz: timezone }
  const job = schedule.scheduleJob(rule, noop)
  const planned = job.nextInvocation()
  job.cancel()
  expect(local(planned)).toBe('13 Nov 00:00 GMT+1')
})

test('an interval of Agenda is due at once, a cron expression is not', () => {
  vi.setSystemTime('2026-03-01T12:07:00Z')
  const [interval, pattern] = ['15 minutes', '*/15 * * * *'].map((every) =>
    local(agendaJob().repeatEvery(every, { timezone }).attrs.nextRunAt),
  )
  expect([interval, pattern]).toEqual(['1 Mar 13:07 GMT+1', '1 Mar 13:15 GMT+1'])
})

function first(pattern: string, after: string): Record<string, string> {
  vi.setSystemTime(after)
  const answers = Object.entries(planners).map(([name, plan]) => [
    name,
    local(plan(pattern, new Date(after))),
  ])
  return Object.fromEntries(answers)
}

function agendaJob(): Job {
  // Planning asks nothing of the instance, which would want a database.
  const agenda = Object.create(Agenda.prototype) as Agenda
  return new Job(agenda, { name: 'nightly', type: 'single' })
}

const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: timezone,
  ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  timeZoneName: 'shortOffset',
})

/** Some packages answer with a date of their own kind. */
function local(date: Date | null | undefined): string {
  if (date === null || date === undefined) return 'never'
  return format.format(date.getTime()).replace(',', '')
}
