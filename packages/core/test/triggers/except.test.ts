import { describe, expect, it } from 'vitest'
import { daysOff } from '../../src/triggers/days-off.ts'
import { days } from '../../src/triggers/days.ts'
import { every } from '../../src/triggers/every.ts'
import { except } from '../../src/triggers/except.ts'
import { bound, firesFrom, utc } from './bound.ts'
import { expectRefused } from './expect-refused.ts'
import { instantsIn } from './timeline-laws.ts'

const start = '2026-01-01T00:00Z'
const hourly = every('1h', { start, immediate: true })
const daily = every('1d', { start: '2026-01-01T12:00Z', immediate: true })

describe('except', () => {
  it('leaves out the very instants of another trigger', () => {
    const third = every('3h', { start, immediate: true })
    expect(firesFrom(except(hourly, third), start, 4)).toEqual([
      '2026-01-01T01:00Z',
      '2026-01-01T02:00Z',
      '2026-01-01T04:00Z',
      '2026-01-01T05:00Z',
    ])
  })

  it('steps over a day of seconds that are left out', () => {
    const seconds = every('1s', { start, immediate: true })
    const first = every('1s', { start, end: '2026-01-01T23:59:59Z', immediate: true })
    const timeline = bound(except(seconds, first))
    expect(timeline.next(utc(start))).toBe(utc('2026-01-02T00:00Z'))
    expect(timeline.previous(utc('2026-01-02T00:00Z'))).toBeNull()
  })

  it('gives up when everything is left out', () => {
    const timeline = bound(except(hourly, hourly))
    expect(timeline.next(utc(start))).toBeNull()
    expect(timeline.previous(utc('2030-01-01T00:00Z'))).toBeNull()
  })

  it('leaves out local days, in the zone of the set', () => {
    const shanghai = days(['2026-01-03'], { timezone: 'Asia/Shanghai' })
    const timeline = bound(except(hourly, shanghai))
    expect(timeline.next(utc('2026-01-02T15:00Z'))).toBe(utc('2026-01-03T16:00Z'))
    expect(timeline.previous(utc('2026-01-03T16:00Z'))).toBe(utc('2026-01-02T15:00Z'))
  })

  it('leaves out local days, else in the zone of the scheduler', () => {
    const timeline = bound(except(hourly, days(['2026-01-03'])), { timezone: 'America/New_York' })
    expect(timeline.next(utc('2026-01-03T04:00Z'))).toBe(utc('2026-01-04T05:00Z'))
  })

  it('leaves out both passes of a day to which the clock goes back', () => {
    const minutes = every('1m', { start: '2006-10-28T00:00Z' })
    const of = { timezone: 'America/St_Johns' }
    const [from, until] = [utc('2006-10-29T00:00-02:30') - 3_600_000, utc('2006-10-29T04:00Z')]
    const left = instantsIn(bound(except(minutes, days(['2006-10-28'])), of), from, until)
    // 00:00 of the 29th comes once before the clock goes back to 23:01 of the 28th, and once after.
    expect(left[0]).toBe(utc('2006-10-29T00:00-02:30'))
    expect(left[1]).toBe(utc('2006-10-29T00:00-03:30'))
  })

  it('knows weekends, holidays and the workdays that make up for them', () => {
    const off = daysOff({
      weekend: ['SAT', 'sun'],
      holidays: ['2026-10-01', '2026-10-02', '2026-10-05'],
      workdays: ['2026-10-10'],
    })
    const fires = firesFrom(except(daily, off), '2026-09-30T00:00Z', 7)
    expect(fires.map((fire) => fire.slice(5, 10))).toEqual([
      '09-30',
      '10-06',
      '10-07',
      '10-08',
      '10-09',
      '10-10',
      '10-12',
    ])
  })

  it('finds a calendar by its name when it is bound', () => {
    const named = except(daily, { calendar: 'cn' })
    const calendars = { cn: days(['2026-01-01', '2026-01-02']) }
    expect(bound(named, { calendars }).next(utc(start))).toBe(utc('2026-01-03T12:00Z'))
    const error = expectRefused(() => bound(named), 'PUNCTUAL_CALENDAR_UNKNOWN')
    expect(error.message).toContain("'cn'")
    expectRefused(() => bound(except(daily, { calendar: 'toString' })), 'PUNCTUAL_CALENDAR_UNKNOWN')
  })

  it('takes a set of days that it did not make itself', () => {
    const foreign = { kind: 'days' as const, toJSON: () => days(['2026-01-01']).toJSON() }
    expect(bound(except(daily, foreign)).next(utc(start))).toBe(utc('2026-01-02T12:00Z'))
  })

  it('leaves out all of several sets', () => {
    const both = except(daily, days(['2026-01-01', '2026-01-03']), { calendar: 'cn' })
    const calendars = { cn: days(['2026-01-02', '2026-01-04']) }
    expect(bound(both, { calendars }).next(utc(start))).toBe(utc('2026-01-05T12:00Z'))
  })
})

describe('A set of days', () => {
  it.each<[string, () => unknown]>([
    ['text that is no date', () => days(['1 May'])],
    ['a date that does not exist', () => days(['2026-02-29'])],
    ['a date with a time', () => days(['2026-02-28T00:00'])],
    ['text instead of a list', () => days('2026-02-28' as unknown as string[])],
    ['an unknown weekday', () => daysOff({ weekend: ['friday'] })],
    ['a weekday by number', () => daysOff({ weekend: [6] as unknown as string[] })],
    ['a whole week', () => daysOff({ weekend: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] })],
    ['a date in both lists', () => daysOff({ holidays: ['2026-01-01'], workdays: ['2026-01-01'] })],
    ['an unknown option', () => daysOff({ weekends: ['sat'] } as object)],
  ])('refuses %s', (_, make) => {
    expectRefused(make, 'PUNCTUAL_TRIGGER_INVALID')
  })

  it('refuses an unknown zone', () => {
    expectRefused(() => days([], { timezone: 'Nowhere' }), 'PUNCTUAL_TIMEZONE_INVALID')
  })
})
