import { describe, expect, it } from 'vitest'
import { after } from '../../src/triggers/after.ts'
import { allOf } from '../../src/triggers/all-of.ts'
import { anyOf } from '../../src/triggers/any-of.ts'
import { at } from '../../src/triggers/at.ts'
import { calendar } from '../../src/triggers/calendar.ts'
import { every } from '../../src/triggers/every.ts'
import { except } from '../../src/triggers/except.ts'
import { fixedDelay } from '../../src/triggers/fixed-delay.ts'
import { jitter } from '../../src/triggers/jitter.ts'
import { pick } from '../../src/triggers/pick.ts'
import type { TimeTrigger } from '../../src/triggers/trigger.ts'
import { bound, firesFrom, utc } from './bound.ts'
import { expectRefused } from './expect-refused.ts'
import { instantsIn } from './timeline-laws.ts'

const start = '2026-01-01T00:00Z'
const every20m = every('20m', { start, immediate: true })
const every30m = every('30m', { start, immediate: true })

describe('anyOf', () => {
  it('fires at every instant of its parts, and once where they meet', () => {
    expect(firesFrom(anyOf(every20m, every30m), start, 5)).toEqual([
      '2026-01-01T00:00Z',
      '2026-01-01T00:20Z',
      '2026-01-01T00:30Z',
      '2026-01-01T00:40Z',
      '2026-01-01T01:00Z',
    ])
  })

  it('goes on until the last of its parts ends', () => {
    const both = anyOf(at('2026-01-02T00:00Z'), at('2026-01-05T00:00Z'))
    expect(firesFrom(both, start, 9)).toEqual(['2026-01-02T00:00Z', '2026-01-05T00:00Z'])
  })
})

describe('allOf', () => {
  it('fires at the instants that its parts share', () => {
    expect(firesFrom(allOf(every20m, every30m), start, 3)).toEqual([
      '2026-01-01T00:00Z',
      '2026-01-01T01:00Z',
      '2026-01-01T02:00Z',
    ])
    const timeline = bound(allOf(every20m, every30m, every('45m', { start })))
    expect(timeline.next(utc(start))).toBe(utc('2026-01-01T03:00Z'))
    expect(timeline.previous(utc('2026-01-01T06:00Z'))).toBe(utc('2026-01-01T03:00Z'))
  })

  it('is the trigger itself when there is one', () => {
    expect(firesFrom(allOf(every20m), start, 2)).toEqual(['2026-01-01T00:00Z', '2026-01-01T00:20Z'])
  })

  it('ends when one of its parts ends', () => {
    const timeline = bound(allOf(every20m, at(start)))
    expect(timeline.next(utc(start))).toBeNull()
    expect(timeline.previous(utc('2030-01-01T00:00Z'))).toBe(utc(start))
  })

  it('gives up where its parts never meet', () => {
    const even = every('2s', { start, immediate: true })
    const odd = every('2s', { start: '2026-01-01T00:00:01Z', immediate: true })
    expect(bound(allOf(even, odd)).next(utc(start))).toBeNull()
    expect(bound(allOf(even, odd)).previous(utc('2027-01-01T00:00Z'))).toBeNull()
  })

  it('does not look further than 400 years', () => {
    const daily = calendar({ days: 1 }, { at: '00:00', start })
    const far = allOf(daily, at('2500-01-01T00:00Z'))
    expect(bound(far).next(utc(start))).toBeNull()
    expect(bound(far).next(utc('2200-01-01T00:00Z'))).toBe(utc('2500-01-01T00:00Z'))
  })
})

describe('pick', () => {
  const hourly = every('1h', { start: '2024-12-31T23:00Z' })

  it('fires at the first or the last fire of each period', () => {
    expect(firesFrom(pick(hourly, 1, 'day'), start, 2)).toEqual([
      '2026-01-01T00:00Z',
      '2026-01-02T00:00Z',
    ])
    expect(firesFrom(pick(hourly, -1, 'month'), start, 2)).toEqual([
      '2026-01-31T23:00Z',
      '2026-02-28T23:00Z',
    ])
    expect(firesFrom(pick(hourly, 3, 'week'), start, 2)).toEqual([
      '2026-01-05T02:00Z',
      '2026-01-12T02:00Z',
    ])
    expect(firesFrom(pick(hourly, -2, 'quarter'), start, 2)).toEqual([
      '2026-03-31T22:00Z',
      '2026-06-30T22:00Z',
    ])
    expect(firesFrom(pick(hourly, 2, 'year'), start, 2)).toEqual([
      '2026-01-01T01:00Z',
      '2027-01-01T01:00Z',
    ])
  })

  it('takes the periods of the timezone of the scheduler', () => {
    const fires = firesFrom(pick(hourly, 1, 'day'), start, 2, { timezone: 'Asia/Shanghai' })
    expect(fires).toEqual(['2026-01-01T16:00Z', '2026-01-02T16:00Z'])
  })

  it('has no fire in a period that has fewer', () => {
    const monthly = calendar({ days: 7 }, { at: '12:00', start: '2026-01-01' })
    const fifth = pick(monthly, 5, 'month')
    expect(firesFrom(fifth, start, 2)).toEqual(['2026-01-29T12:00Z', '2026-04-30T12:00Z'])
  })

  it('skips long stretches without a fire', () => {
    const leap = calendar({ years: 1 }, { at: '12:00', start: '2024-02-29' })
    const timeline = bound(pick(leap, 1, 'day'))
    expect(timeline.next(utc('2024-03-01T00:00Z'))).toBe(utc('2028-02-29T12:00Z'))
    expect(timeline.previous(utc('2028-02-01T00:00Z'))).toBe(utc('2024-02-29T12:00Z'))
  })

  it('gives up when no period has that many', () => {
    const timeline = bound(pick(hourly, 25, 'day'))
    expect(timeline.next(utc(start))).toBeNull()
    expect(timeline.previous(utc('2040-01-01T00:00Z'))).toBeNull()
  })

  it('keeps apart two days between which the clock goes back', () => {
    const everyMinute = every('1m', { start: '2006-10-28T00:00Z' })
    const of = { timezone: 'America/St_Johns' }
    const [from, until] = [utc('2006-10-28T12:00Z'), utc('2006-10-30T12:00Z')]
    const first = instantsIn(bound(pick(everyMinute, 1, 'day'), of), from, until)
    expect(first).toEqual([utc('2006-10-29T00:00-02:30'), utc('2006-10-30T00:00-03:30')])
  })

  it('refuses the number 0, numbers beyond 10,000 and unknown periods', () => {
    for (const which of [0, 1.5, 10_001, Number.NaN]) {
      expectRefused(() => pick(hourly, which, 'day'), 'PUNCTUAL_TRIGGER_INVALID')
    }
    expectRefused(() => pick(hourly, 1, 'hour' as 'day'), 'PUNCTUAL_TRIGGER_INVALID')
  })
})

describe('A combination', () => {
  const combinations: [string, (inner: TimeTrigger) => unknown][] = [
    ['anyOf', (inner) => anyOf(inner)],
    ['allOf', (inner) => allOf(every20m, inner)],
    ['except', (inner) => except(inner, every20m)],
    ['except as what is left out', (inner) => except(every20m, inner)],
    ['jitter', (inner) => jitter(inner, '1m')],
    ['pick', (inner) => pick(inner, 1, 'day')],
  ]

  it.each(combinations)('%s takes only triggers that tell time', (_, combine) => {
    for (const inner of [after('a'), fixedDelay('1m'), null, 'cron', {}]) {
      expectRefused(() => combine(inner as TimeTrigger), 'PUNCTUAL_TRIGGER_INVALID')
    }
  })

  it('of nothing is refused', () => {
    expectRefused(() => anyOf(), 'PUNCTUAL_TRIGGER_INVALID')
    expectRefused(() => allOf(), 'PUNCTUAL_TRIGGER_INVALID')
    expectRefused(() => except(every20m), 'PUNCTUAL_TRIGGER_INVALID')
  })
})
