import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../src/errors/error-code.ts'
import { allOf } from '../../src/triggers/all-of.ts'
import { anyOf } from '../../src/triggers/any-of.ts'
import { at } from '../../src/triggers/at.ts'
import { calendar } from '../../src/triggers/calendar.ts'
import { cron } from '../../src/triggers/cron.ts'
import { every } from '../../src/triggers/every.ts'
import { explain } from '../../src/triggers/explain.ts'
import { jitter } from '../../src/triggers/jitter.ts'
import type { TimeTrigger } from '../../src/triggers/trigger.ts'
import { bound, firesFrom, utc } from './bound.ts'
import { expectRefused } from './expect-refused.ts'

const NEW_YORK = { timezone: 'America/New_York' }

/** The first dates on which a trigger fires from an instant on, in UTC. */
function datesFrom(trigger: TimeTrigger, from: string, count: number): string[] {
  return firesFrom(trigger, from, count).map((fire) => fire.slice(0, 10))
}

function expectAllRefused(cases: Readonly<Record<string, ErrorCode>>): void {
  for (const [text, code] of Object.entries(cases)) expectRefused(() => cron(text), code)
}

describe('Cron', () => {
  it('fires at the very instant asked from, and a millisecond later at the next one [1]', () => {
    const daily = cron({ hour: 10 })
    expect(firesFrom(daily, '2024-01-15T10:00:00Z', 1)).toEqual(['2024-01-15T10:00Z'])
    expect(firesFrom(daily, '2024-01-15T10:00:00.001Z', 1)).toEqual(['2024-01-16T10:00Z'])
  })

  it('fires on whole seconds whatever it is asked from [2]', () => {
    const fires = firesFrom(cron({ second: '*' }), '2024-01-15T10:20:30.500Z', 2)
    expect(fires).toEqual(['2024-01-15T10:20:31Z', '2024-01-15T10:20:32Z'])
  })

  it('takes the least of fields finer than those given, and any of coarser ones [3]', () => {
    const fires = firesFrom(cron({ hour: 3 }), '2024-01-30T12:00Z', 3)
    expect(fires).toEqual(['2024-01-31T03:00Z', '2024-02-01T03:00Z', '2024-02-02T03:00Z'])
  })

  it('fires in every hour of a day when the hour is left out between day and minute [4]', () => {
    const fires = firesFrom(cron({ day: 1, minute: 20 }), '2024-01-31T22:00Z', 25)
    expect(fires[0]).toBe('2024-02-01T00:20Z')
    expect(fires[23]).toBe('2024-02-01T23:20Z')
    expect(fires[24]).toBe('2024-03-01T00:20Z')
  })

  it('begins a step again in each hour, and explain warns of it [5]', () => {
    const uneven = cron({ minute: '*/25' })
    const minutes = firesFrom(uneven, '2024-01-15T10:00Z', 4).map((fire) => fire.slice(11, 16))
    expect(minutes).toEqual(['10:00', '10:25', '10:50', '11:00'])
    expect(explain(uneven)).toContain('The step of 25 starts again each hour')
  })

  it('counts a step from the value before it [6]', () => {
    for (const trigger of [cron({ minute: '5/15' }), cron('5/15 * * * *')]) {
      const minutes = firesFrom(trigger, '2024-01-15T10:00Z', 5).map((fire) => fire.slice(14, 16))
      expect(minutes).toEqual(['05', '20', '35', '50', '05'])
    }
  })

  it('skips the months without a 31st [7]', () => {
    const dates = datesFrom(cron({ day: 31 }), '2024-01-15T00:00Z', 4)
    expect(dates).toEqual(['2024-01-31', '2024-03-31', '2024-05-31', '2024-07-31'])
  })

  it('skips the months without a fifth Friday [8]', () => {
    const dates = datesFrom(cron({ day: '5th fri' }), '2024-01-15T00:00Z', 3)
    expect(dates).toEqual(['2024-03-29', '2024-05-31', '2024-08-30'])
  })

  it('joins days by number, by weekday and from the end, in order and each once [9]', () => {
    const dates = datesFrom(cron({ day: '1,2nd tue,last' }), '2024-01-01T00:00Z', 6)
    const january = ['2024-01-01', '2024-01-09', '2024-01-31']
    expect(dates).toEqual([...january, '2024-02-01', '2024-02-13', '2024-02-29'])
  })

  it('needs both of two day fields given by name, and in text only after a + [10]', () => {
    const fridays = ['2024-09-13', '2024-12-13', '2025-06-13']
    expect(datesFrom(cron({ day: 13, dayOfWeek: 'fri' }), '2024-01-15T00:00Z', 3)).toEqual(fridays)
    expect(datesFrom(cron('0 0 13 * +FRI'), '2024-01-15T00:00Z', 3)).toEqual(fridays)
    const either = cron('0 0 13 * FRI')
    expect(datesFrom(either, '2024-02-09T00:00Z', 2)).toEqual(['2024-02-09', '2024-02-13'])
    expect(explain(either)).toContain('! Either day field is enough')
  })

  it('finds ISO week 53 only in the years that have it, on days of January too [11]', () => {
    const dates = datesFrom(cron({ week: 53 }), '2020-12-30T00:00Z', 6)
    const first = ['2020-12-30', '2020-12-31', '2021-01-01', '2021-01-02', '2021-01-03']
    expect(dates).toEqual([...first, '2026-12-28'])
  })

  it('finds the Monday of ISO week 1 in December where it lies there [12]', () => {
    const dates = datesFrom(cron({ week: 1, dayOfWeek: 'mon' }), '2024-02-01T00:00Z', 2)
    expect(dates).toEqual(['2024-12-30', '2025-12-29'])
  })

  it('knows that 2100 has no 29 February [13]', () => {
    const dates = datesFrom(cron({ month: 2, day: 29 }), '2092-01-01T00:00Z', 3)
    expect(dates).toEqual(['2092-02-29', '2096-02-29', '2104-02-29'])
  })

  it('refuses 30 February when it is written [14]', () => {
    expectRefused(() => cron({ month: 2, day: 30 }), 'PUNCTUAL_CRON_NEVER')
    expectRefused(() => cron('0 0 30 2 *'), 'PUNCTUAL_CRON_NEVER')
  })

  it('refuses what no field can mean, each with its own code [15]', () => {
    expectAllRefused({
      '*/90 * * * *': 'PUNCTUAL_CRON_STEP',
      '30-10 * * * *': 'PUNCTUAL_CRON_REVERSED',
      '60 * * * *': 'PUNCTUAL_CRON_RANGE',
      '0 0 * FOO *': 'PUNCTUAL_CRON_NAME',
      '1,,2 * * * *': 'PUNCTUAL_CRON_SYNTAX',
    })
    const nights = firesFrom(cron('0 22-1 * * *'), '2024-01-15T12:00Z', 5)
    expect(nights.map((fire) => fire.slice(11, 13))).toEqual(['22', '23', '00', '01', '22'])
  })

  it('honours a step and a # after a name, and refuses other characters there [16]', () => {
    const weekdays = datesFrom(cron({ dayOfWeek: 'mon-fri/2' }), '2024-01-15T00:00Z', 4)
    expect(weekdays).toEqual(['2024-01-15', '2024-01-17', '2024-01-19', '2024-01-22'])
    const months = datesFrom(cron({ month: 'jan-jun/2', day: 1 }), '2024-01-01T00:00Z', 4)
    expect(months).toEqual(['2024-01-01', '2024-03-01', '2024-05-01', '2025-01-01'])
    for (const second of [cron({ dayOfWeek: 'tue#2' }), cron('0 0 * * TUE#2')]) {
      expect(datesFrom(second, '2024-01-15T00:00Z', 1)).toEqual(['2024-02-13'])
    }
    expectRefused(() => cron({ dayOfWeek: 'mon!' }), 'PUNCTUAL_CRON_SYNTAX')
    expectRefused(() => cron({ day: 'lastly' }), 'PUNCTUAL_CRON_NAME')
  })

  it('takes weekdays by number only in text, from Sunday as 0 and 7 [17]', () => {
    for (const dayOfWeek of ['0-7', '1-5/2', '8', '1']) {
      expectRefused(() => cron({ dayOfWeek }), 'PUNCTUAL_CRON_NAME')
    }
    expect(datesFrom(cron('0 0 * * 0-7'), '2024-01-15T00:00Z', 8).at(-1)).toBe('2024-01-22')
    const odd = ['2024-01-15', '2024-01-17', '2024-01-19', '2024-01-22']
    expect(datesFrom(cron('0 0 * * 1-5/2'), '2024-01-15T00:00Z', 4)).toEqual(odd)
    expectAllRefused({ '0 0 * * 8': 'PUNCTUAL_CRON_RANGE' })
  })

  it('wraps weekdays over the end of the week [18]', () => {
    for (const trigger of [cron({ dayOfWeek: 'fri-mon' }), cron('0 0 * * FRI-MON')]) {
      const dates = datesFrom(trigger, '2024-01-15T00:00Z', 5)
      expect(dates).toEqual([
        ...['2024-01-15', '2024-01-19', '2024-01-20', '2024-01-21', '2024-01-22'],
      ])
    }
  })

  it('fires at its end, and not after it [19]', () => {
    const until = cron({ hour: '*/8' }, { end: '2024-01-16T16:00Z' })
    expect(firesFrom(until, '2024-01-16T09:00Z', 5)).toEqual(['2024-01-16T16:00Z'])
  })

  it('begins when it is asked, however long ago its start lies [20]', () => {
    const since = cron({ hour: '*/8' }, { start: '2024-01-10T00:00Z' })
    expect(firesFrom(since, '2024-01-15T10:20Z', 1)).toEqual(['2024-01-15T16:00Z'])
  })

  it('shifts a start that the clock skips by the length of the gap [21]', () => {
    const hourly = cron({ hour: '*' }, { ...NEW_YORK, start: '2024-03-10T02:30:00' })
    expect(firesFrom(hourly, '2024-03-09T00:00Z', 1)).toEqual(['2024-03-10T08:00Z'])
  })
})

describe('An interval', () => {
  it('with a start in the past begins at the first instant in step with it [22]', () => {
    const since = every('5m', { start: '2024-01-01T09:02Z' })
    const fires = firesFrom(since, '2024-01-15T10:00Z', 2)
    expect(fires).toEqual(['2024-01-15T10:02Z', '2024-01-15T10:07Z'])
  })

  it('without a start fires first after one period, or at once where asked to [23]', () => {
    const anchor = utc('2024-01-01T00:00Z')
    expect(bound(every('30s'), { anchor }).next(anchor - 1)).toBe(anchor + 30_000)
    expect(bound(every('30s', { immediate: true }), { anchor }).next(anchor - 1)).toBe(anchor)
  })

  it('of a day is 24 hours over a change of the clock, and explain says so [24]', () => {
    const daily = every('1d', { start: '2024-03-09T12:00-05:00', immediate: true })
    const fires = firesFrom(daily, '2024-03-09T00:00Z', 3)
    expect(fires).toEqual(['2024-03-09T17:00Z', '2024-03-10T17:00Z', '2024-03-11T17:00Z'])
    expect(explain(daily)).toContain('! 1 day is 24 elapsed hours')
    const local = calendar({ days: 1 }, { at: '12:00', start: '2024-03-09', ...NEW_YORK })
    expect(firesFrom(local, '2024-03-10T00:00Z', 1)).toEqual(['2024-03-10T16:00Z'])
  })
})

describe('A calendar', () => {
  it('adds a month again where the next one has no 31st [25]', () => {
    const monthly = calendar({ months: 1 }, { at: '00:00', start: '2024-01-31' })
    expect(datesFrom(monthly, '2024-02-01T00:00Z', 1)).toEqual(['2024-03-31'])
  })

  it('adds months first and days after them [26]', () => {
    const drifting = calendar({ months: 1, days: 1 }, { at: '00:00', start: '2024-01-30' })
    const dates = datesFrom(drifting, '2024-02-01T00:00Z', 3)
    expect(dates).toEqual(['2024-03-31', '2024-06-01', '2024-07-02'])
  })

  it('waits for the next leap year on 29 February [27]', () => {
    const yearly = calendar({ years: 1 }, { at: '00:00', start: '2024-02-29' })
    expect(datesFrom(yearly, '2024-03-01T00:00Z', 1)).toEqual(['2028-02-29'])
  })

  it('leaves out a day whose time is skipped, and fires once where it occurs twice [28]', () => {
    const early = calendar({ days: 1 }, { at: '02:30', start: '2024-03-09', ...NEW_YORK })
    const march = firesFrom(early, '2024-03-09T00:00Z', 2)
    expect(march).toEqual(['2024-03-09T07:30Z', '2024-03-11T06:30Z'])
    const night = calendar({ days: 1 }, { at: '01:30', start: '2024-11-02', ...NEW_YORK })
    const november = firesFrom(night, '2024-11-03T00:00Z', 2)
    expect(november).toEqual(['2024-11-03T05:30Z', '2024-11-04T06:30Z'])
  })

  it('leaves out the day that Apia never had [29]', () => {
    const options = { at: '10:00', start: '2011-12-28', timezone: 'Pacific/Apia' }
    const fires = firesFrom(calendar({ days: 1 }, options), '2011-12-29T00:00Z', 3)
    expect(fires).toEqual(['2011-12-29T20:00Z', '2011-12-30T20:00Z', '2011-12-31T20:00Z'])
  })
})

describe('Cron over a change of the clock', () => {
  it('fires once, when the skipped hour ends, for a time within it [30]', () => {
    const fires = firesFrom(cron({ hour: 2, minute: 30 }, NEW_YORK), '2024-03-09T12:00Z', 2)
    expect(fires).toEqual(['2024-03-10T07:00Z', '2024-03-11T06:30Z'])
  })

  it('fires in the first pass only for a fixed time, in both for a wildcard [31]', () => {
    const fixed = firesFrom(cron({ hour: 1, minute: 30 }, NEW_YORK), '2024-11-03T04:00Z', 2)
    expect(fixed).toEqual(['2024-11-03T05:30Z', '2024-11-04T06:30Z'])
    const wildcard = firesFrom(cron('*/30 1 * * *', NEW_YORK), '2024-11-03T04:00Z', 4)
    expect(wildcard).toEqual([
      ...['2024-11-03T05:00Z', '2024-11-03T05:30Z', '2024-11-03T06:00Z', '2024-11-03T06:30Z'],
    ])
  })

  it('loses and repeats no real half hour with a wildcard [32]', () => {
    const fires = firesFrom(cron('*/30 * * * *', NEW_YORK), '2024-11-03T04:30Z', 6)
    const halfHours = fires.map((fire) => utc(fire) - utc('2024-11-03T04:30Z'))
    expect(halfHours).toEqual([0, 1, 2, 3, 4, 5].map((count) => count * 1_800_000))
  })

  it('keeps the first of April at midnight after the clock went forward in March [33]', () => {
    const fires = firesFrom(cron({ day: 1, hour: 0 }, NEW_YORK), '2024-02-15T00:00Z', 3)
    expect(fires).toEqual(['2024-03-01T05:00Z', '2024-04-01T04:00Z', '2024-05-01T04:00Z'])
    const daily = firesFrom(cron('0 0 * * *', NEW_YORK), '2024-03-10T00:00Z', 2)
    expect(daily).toEqual(['2024-03-10T05:00Z', '2024-03-11T04:00Z'])
  })
})

describe('A combination', () => {
  const from = '2024-01-15T00:00Z'

  it('of two single instants fires at both [34]', () => {
    const both = anyOf(at('2024-01-16T00:00Z'), at('2024-01-17T00:00Z'))
    expect(firesFrom(both, from, 3)).toEqual(['2024-01-16T00:00Z', '2024-01-17T00:00Z'])
  })

  it('fires once where two of its parts fire at one instant [35]', () => {
    const fires = firesFrom(anyOf(cron({ hour: '*/6' }), cron({ hour: '*/12' })), from, 3)
    expect(fires).toEqual(['2024-01-15T00:00Z', '2024-01-15T06:00Z', '2024-01-15T12:00Z'])
  })

  it('of every two and every three hours fires every six where both must meet [36]', () => {
    const fires = firesFrom(allOf(cron({ hour: '*/2' }), cron({ hour: '*/3' })), from, 3)
    expect(fires).toEqual(['2024-01-15T00:00Z', '2024-01-15T06:00Z', '2024-01-15T12:00Z'])
  })

  it('whose parts never meet has no fire, and explain says so [37]', () => {
    const start = '2024-01-01T00:00Z'
    const odd = every('2s', { start: '2024-01-01T00:00:01Z' })
    const never = allOf(every('2s', { start }), odd)
    expect(firesFrom(never, from, 1)).toEqual([])
    expect(explain(never)).toContain('! Never fires')
  })
})

describe('Jitter', () => {
  const start = '2024-01-01T00:00Z'
  const first = utc(start)
  const end = first + 3_600_000
  const hourly = every('10m', { start, end, immediate: true })

  /** How much later than planned each of the fires comes, in milliseconds. */
  function delays(trigger: TimeTrigger, count: number): number[] {
    const fires = firesFrom(trigger, start, count, { jobId: 'mailing' })
    return fires.map((fire, index) => utc(fire) - first - index * 600_000)
  }

  it('delays each fire by up to its most, never past the end [38]', () => {
    const late = delays(jitter(hourly, '5m'), 99)
    expect(late).toHaveLength(7)
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...late)).toBeLessThanOrEqual(300_000)
    expect(new Set(late.slice(0, -1)).size).toBe(6)
    expect(late.at(-1)).toBe(0)
  })

  it('never adds up over the fires of an interval [39]', () => {
    const endless = every('10m', { start, immediate: true })
    const late = delays(jitter(endless, '5m'), 1_000)
    expect(Math.max(...late)).toBeLessThanOrEqual(300_000)
    expect(late.at(-1)).toBeLessThanOrEqual(300_000)
  })

  it('stays before the following fire when it could be larger than the gap [40]', () => {
    const late = delays(jitter(every('10m', { start, immediate: true }), '3h'), 500)
    expect(late).toHaveLength(500)
    expect(Math.max(...late)).toBeLessThan(600_000)
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0)
  })
})
