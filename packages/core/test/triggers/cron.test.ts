import { describe, expect, it } from 'vitest'
import { compiledCron } from '../../src/triggers/cron-compiled.ts'
import { formOfText } from '../../src/triggers/cron-text.ts'
import { cronValues } from '../../src/triggers/cron-values.ts'
import { cron, cronFromJson } from '../../src/triggers/cron.ts'
import type { Cron } from '../../src/triggers/cron.ts'
import { bound, firesFrom, utc } from './bound.ts'
import { expectRefused } from './expect-refused.ts'
import { instantsIn } from './timeline-laws.ts'

const newYork = { timezone: 'America/New_York' }

describe('cron', () => {
  it('fires at 00:00 on the 1st in New York also on 1 April 2024, after the clock went forward', () => {
    expect(firesFrom(cron('0 0 1 * *', newYork), '2024-02-15T00:00Z', 3)).toEqual([
      '2024-03-01T05:00Z',
      '2024-04-01T04:00Z',
      '2024-05-01T04:00Z',
    ])
  })

  it('runs a daily 02:30 job once, when the gap ends, on the night the clock goes forward', () => {
    expect(firesFrom(cron('30 2 * * *', newYork), '2024-03-09T00:00Z', 3)).toEqual([
      '2024-03-09T07:30Z',
      '2024-03-10T07:00Z',
      '2024-03-11T06:30Z',
    ])
  })

  it('runs a daily 01:30 job once, the first time, on the night the clock goes back', () => {
    const daily = cron('30 1 * * *', newYork)
    expect(firesFrom(daily, '2024-11-02T12:00Z', 2)).toEqual([
      '2024-11-03T05:30Z',
      '2024-11-04T06:30Z',
    ])
    expect(bound(daily).next(utc('2024-11-03T06:01Z'))).toBe(utc('2024-11-04T06:30Z'))
  })

  it('follows the clock as it is when the minute or hour begins with a star', () => {
    const quarter = bound(cron('*/30 1-2 * * *', newYork))
    const gap = instantsIn(quarter, utc('2024-03-10T05:00Z'), utc('2024-03-10T12:00Z'))
    expect(gap).toEqual(['06:00', '06:30'].map((time) => utc(`2024-03-10T${time}Z`)))
    const fold = instantsIn(quarter, utc('2024-11-03T05:00Z'), utc('2024-11-03T12:00Z'))
    expect(fold).toEqual(
      ['05:00', '05:30', '06:00', '06:30', '07:00', '07:30'].map((time) =>
        utc(`2024-11-03T${time}Z`),
      ),
    )
  })

  it('fires in the years 1970 to 2199 and in no other', () => {
    const timeline = bound(cron('* * * * * *'))
    expect(timeline.next(-Number.MAX_SAFE_INTEGER)).toBe(0)
    expect(timeline.previous(0)).toBeNull()
    expect(timeline.previous(Number.MAX_SAFE_INTEGER)).toBe(utc('2199-12-31T23:59:59Z'))
    expect(timeline.next(utc('2199-12-31T23:59:59Z'))).toBeNull()
    const east = bound(cron('0 0 1 1 *', { timezone: 'Pacific/Kiritimati' }))
    expect(east.next(-Number.MAX_SAFE_INTEGER)).toBe(utc('1970-01-01T10:40Z'))
  })

  it('finds fires that lie decades apart', () => {
    const rare = bound(cron('0 0 29 2 +SUN'))
    const years = instantsIn(rare, utc('2001-01-01T00:00Z'), utc('2130-01-01T00:00Z')).map(
      (instant) => new Date(instant).getUTCFullYear(),
    )
    expect(years).toEqual([2004, 2032, 2060, 2088, 2128])
  })

  it('finds the last fire of years long past', () => {
    const before = (text: string) => bound(cron(text, newYork)).previous(utc('2031-06-15T00:00Z'))
    expect(before('0 0 0 1 12 * 2026')).toBe(utc('2026-12-01T05:00Z'))
    expect(before('0 30 2 10 3 * 2024')).toBe(utc('2024-03-10T07:00Z'))
    expect(before('*/60 0 3 10 3 * 2024')).toBe(utc('2024-03-10T07:00Z'))
    expect(before('*/60 30 2 10 3 * 2020-2024')).toBe(utc('2023-03-10T07:30Z'))
    expect(before('0 30 1 3 11 * 2024')).toBe(utc('2024-11-03T05:30Z'))
    expect(before('*/60 30 1 3 11 * 2024')).toBe(utc('2024-11-03T06:30Z'))
  })

  it('keeps the nearest workday within the month', () => {
    const days = (day: string) =>
      firesFrom(cron(`0 0 ${day} 5,8 *`), '2026-01-01T00:00Z', 2).map((fire) => fire.slice(5, 10))
    expect(days('1W')).toEqual(['05-01', '08-03'])
    expect(days('LW')).toEqual(['05-29', '08-31'])
    expect(days('31W')).toEqual(['05-29', '08-31'])
    expect(days('L-30W')).toEqual(['05-01', '08-03'])
  })

  it('reads the clock of the scheduler when it has no timezone', () => {
    const daily = cron('0 9 * * *')
    const from = utc('2026-01-01T00:00Z')
    expect(bound(daily, { timezone: 'Asia/Tokyo' }).next(from - 1)).toBe(from)
    expect(bound(daily, { timezone: 'UTC' }).next(from)).toBe(utc('2026-01-01T09:00Z'))
  })

  it('takes nicknames in any case', () => {
    expect(firesFrom(cron('@Daily'), '2026-01-01T00:00Z', 2)).toEqual([
      '2026-01-01T00:00Z',
      '2026-01-02T00:00Z',
    ])
    expect(firesFrom(cron(' @WEEKDAYS\n'), '2026-01-02T00:00Z', 2)).toEqual([
      '2026-01-02T00:00Z',
      '2026-01-05T00:00Z',
    ])
  })
})

describe('The bounds of cron', () => {
  it('are part of what they bound', () => {
    const bounds = { start: '2026-01-02T03:00Z', end: '2026-01-04T03:00Z' }
    const timeline = bound(cron('0 3 * * *', bounds))
    const fires = instantsIn(timeline, utc('2025-01-01T00:00Z'), utc('2027-01-01T00:00Z'))
    expect(fires).toEqual([2, 3, 4].map((day) => utc(`2026-01-0${day}T03:00Z`)))
    expect(timeline.next(utc('2026-01-04T03:00Z'))).toBeNull()
    expect(timeline.previous(utc('2026-01-02T03:00Z'))).toBeNull()
  })

  it('may lie between seconds', () => {
    const bounds = { start: utc('2026-01-01T00:00Z') + 1, end: utc('2026-01-01T00:00:03Z') - 1 }
    const timeline = bound(cron('* * * * * *', bounds))
    expect(timeline.next(0)).toBe(utc('2026-01-01T00:00:01Z'))
    expect(timeline.previous(utc('2027-01-01T00:00Z'))).toBe(utc('2026-01-01T00:00:02Z'))
  })

  it('are read in the timezone of the trigger, else of the scheduler', () => {
    const start = '2026-01-02T00:00'
    const own = bound(cron('* * * * *', { start, ...newYork }), { timezone: 'Asia/Tokyo' })
    expect(own.next(0)).toBe(utc('2026-01-02T05:00Z'))
    const open = cron('* * * * *', { start })
    expect(bound(open, { timezone: 'Asia/Tokyo' }).next(0)).toBe(utc('2026-01-01T15:00Z'))
    expect(bound(open, { timezone: 'UTC' }).next(0)).toBe(utc('2026-01-02T00:00Z'))
  })

  it('are refused in the wrong order', () => {
    const bounds = { start: '2026-01-02T00:00Z', end: '2026-01-01T00:00Z' }
    expectRefused(() => cron('* * * * *', bounds), 'PUNCTUAL_TRIGGER_INVALID')
  })
})

describe('H in cron text', () => {
  const from = utc('2026-01-01T00:00Z')
  const first = (text: string, jobId: string) => bound(cron(text), { jobId }).next(from)

  it('is drawn from the id of the job: the same everywhere, another for each job', () => {
    expect(first('H H * * *', 'job-1')).toBe(first('H H * * *', 'job-1'))
    const jobs = Array.from({ length: 50 }, (_, index) => first('H H * * *', `job-${index}`))
    expect(new Set(jobs).size).toBeGreaterThan(45)
  })

  it('is drawn from the seed when there is one', () => {
    const seeded = cron('H H * * *', { seed: 'job-1' })
    expect(bound(seeded, { jobId: 'another' }).next(from)).toBe(first('H H * * *', 'job-1'))
  })

  it('is the same each time for a job without an id', () => {
    const form = formOfText('H H H H * *')
    expect(cronValues(form, '')).toEqual(cronValues(form, ''))
  })

  it('may stand in a list, with values that it may repeat', () => {
    for (let index = 0; index < 200; index++) {
      const timeline = bound(cron('H(0-2),1,H(1-3) 0 * * *'), { jobId: `job-${index}` })
      const fires = instantsIn(timeline, from, from + 3_600_000)
      expect(fires).toContain(from + 60_000)
      expect(fires.length).toBeLessThan(4)
      expect(Math.max(...fires)).toBeLessThanOrEqual(from + 180_000)
    }
  })

  it('is refused when the trigger is bound, if it draws a date that never comes', () => {
    const late = cron('0 0 H(30-31) 2 *')
    expectRefused(() => bound(late), 'PUNCTUAL_CRON_NEVER')
  })

  it('needs a seed that is not empty', () => {
    expectRefused(() => cron('H * * * *', { seed: '' }), 'PUNCTUAL_TRIGGER_INVALID')
  })
})

describe('A refusal of cron', () => {
  it.each([
    ['61 * * * *', 'RANGE', 'minute', 1],
    ['0 24 * * *', 'RANGE', 'hour', 3],
    ['  0 3,25 * * *', 'RANGE', 'hour', 7],
    ['0 0 * * MON-FUN', 'NAME', 'dayOfWeek', 9],
    ['0 0 1 */13 *', 'STEP', 'month', 7],
    ['0 0 1,,2 * *', 'SYNTAX', 'day', 7],
    ['0 0 * * +8', 'RANGE', 'dayOfWeek', 10],
    ['50-5 * * * *', 'REVERSED', 'minute', 1],
    ['0 0 * * R', 'MODIFIER', 'dayOfWeek', 9],
    ['0 0 0 1 1 * H', 'MODIFIER', 'year', 13],
    ['0 0 30 2 *', 'NEVER', null, null],
    ['@hurly', 'NICKNAME', null, null],
    ['0 0\u00a0* * *', 'SYNTAX', null, 4],
    ['0 0 * * *\u00a0', 'SYNTAX', null, 10],
    [' \n', 'EMPTY', null, null],
    ['* * * *', 'FIELDS', null, null],
  ] as const)('of %j names class, field, column and a way out', (text, name, field, column) => {
    const error = expectRefused(() => cron(text), `PUNCTUAL_CRON_${name}`)
    expect(error.details).toEqual({ field, column, hint: expect.stringMatching(/^\S.{10,}/) })
    expect(error.message).toContain((error.details as { hint: string }).hint)
  })

  it('reads well', () => {
    const error = expectRefused(() => cron('*/5 9-17 * * 1-8'), 'PUNCTUAL_CRON_RANGE')
    expect(error.message).toBe(
      "cron: day of week '8' lies outside its range at column 14; use 0 to 7 or a name of three letters",
    )
  })

  it('of @reboot and @every points to what does it', () => {
    expect(expectRefused(() => cron('@reboot'), 'PUNCTUAL_CRON_NICKNAME').message).toContain(
      'start-up',
    )
    expect(expectRefused(() => cron('@every 5m'), 'PUNCTUAL_CRON_NICKNAME').message).toContain(
      "every('5m')",
    )
  })

  it('covers what is no expression, unknown options and unknown zones', () => {
    for (const value of [null, undefined, 5, true]) {
      expectRefused(() => cron(value as unknown as string), 'PUNCTUAL_TRIGGER_INVALID')
    }
    expectRefused(() => cron('* * * * *', { tz: 'UTC' } as object), 'PUNCTUAL_TRIGGER_INVALID')
    expectRefused(() => cron('* * * * *', { timezone: 'UTC+25' }), 'PUNCTUAL_TIMEZONE_INVALID')
  })
})

describe('A stored cron trigger', () => {
  it('keeps what was written, not what was made of it', () => {
    const bounds = { start: '2026-01-01', end: new Date(utc('2027-01-01T00:00Z')) }
    const trigger = cron(' @Daily ', { ...newYork, seed: 'a', ...bounds })
    expect(trigger.toJSON()).toEqual({
      ...{ kind: 'cron', version: 1, text: ' @Daily ', timezone: 'America/New_York', seed: 'a' },
      ...{ start: utc('2026-01-01T05:00Z'), end: utc('2027-01-01T00:00Z') },
    })
    expect(cron({ hour: 3, day: 'last' }).toJSON()).toEqual({
      ...{ kind: 'cron', version: 1, fields: { day: 'last', hour: 3 } },
    })
  })

  it('is revived as it was', () => {
    for (const trigger of [
      cron('H 3 * * *', { seed: 'x' }),
      cron({ hour: 3, dayOfWeek: 'mon-fri' }, newYork),
    ]) {
      const stored = JSON.parse(JSON.stringify(trigger))
      expect(cronFromJson(stored).toJSON()).toEqual(stored)
    }
  })

  it('is refused when it is damaged', () => {
    expectRefused(() => cronFromJson({ kind: 'cron', version: 1 }), 'PUNCTUAL_TRIGGER_INVALID')
    const text = { kind: 'cron', version: 1, text: '61 * * * *' }
    expectRefused(() => cronFromJson(text), 'PUNCTUAL_CRON_RANGE')
  })
})

describe('Jobs of equal expressions', () => {
  it('share one compiled form', () => {
    expect(compiledCron('7 3 * * *', null)).toBe(compiledCron('7 3 * * *', null))
    expect(compiledCron('H 3 * * *', 'a')).toBe(compiledCron('H 3 * * *', 'a'))
    expect(compiledCron({ hour: 7, day: 1 }, null)).toBe(compiledCron({ day: 1, hour: 7 }, null))
  })

  it('share their instants where these need nothing of the job', () => {
    const shared = cron('0 3 * * *', newYork)
    expect(bound(shared, { jobId: 'a' })).toBe(bound(shared, { jobId: 'b' }))
    const drawn = cron('H 3 * * *', newYork)
    expect(bound(drawn, { jobId: 'a' })).not.toBe(bound(drawn, { jobId: 'b' }))
    const open = cron('0 3 * * *')
    expect(bound(open, { timezone: 'UTC' })).not.toBe(bound(open, newYork))
  })

  it('do not disturb each other when they ask in turns', () => {
    const [one, other] = [bound(cron('0 0 L * *')), bound(cron('0 0 L * *', newYork))]
    const from = utc('2026-01-01T00:00Z')
    expect(one.next(from)).toBe(utc('2026-01-31T00:00Z'))
    expect(other.next(utc('2199-01-01T00:00Z'))).toBe(utc('2199-01-31T05:00Z'))
    expect(one.next(from)).toBe(utc('2026-01-31T00:00Z'))
  })
})

describe('The form of a cron trigger', () => {
  it('tells its fields, its day rule and its rule at clock changes', () => {
    const { form, timezone } = cron('H 3 1W * FRI-MON', newYork) as Cron
    expect(timezone).toBe('America/New_York')
    expect(form).toMatchObject({ days: 'either', clock: 'fixed', isSeeded: true })
    expect(form.fields.day.items).toEqual([{ kind: 'nearestWorkday', day: 1 }])
    expect(form.fields.month).toEqual({ text: '*', isAny: true, items: [] })
    expect(form.fields.dayOfWeek.items).toMatchObject([
      { kind: 'span', low: 5, high: 1, wraps: true },
    ])
  })
})
