import { describe, expect, it } from 'vitest'
import { calendar } from '../../src/triggers/calendar.ts'
import { bound, firesFrom, utc } from './bound.ts'
import { expectRefused } from './expect-refused.ts'
import { instantsIn } from './timeline-laws.ts'

function datesOf(fires: readonly string[]): string[] {
  return fires.map((fire) => fire.slice(0, 10))
}

describe('calendar', () => {
  it('skips the months that do not have the day', () => {
    const monthly = calendar({ months: 1 }, { at: '10:00', start: '2026-01-31' })
    expect(datesOf(firesFrom(monthly, '2026-01-01T00:00Z', 4))).toEqual([
      '2026-01-31',
      '2026-03-31',
      '2026-05-31',
      '2026-07-31',
    ])
  })

  it('adds months first, again where the day is absent, and then days', () => {
    const drifting = calendar({ months: 1, days: 1 }, { at: '00:00', start: '2026-01-30' })
    expect(datesOf(firesFrom(drifting, '2026-01-01T00:00Z', 4))).toEqual([
      '2026-01-30',
      '2026-03-31',
      '2026-06-01',
      '2026-07-02',
    ])
    const timeline = bound(drifting)
    const from = utc('2025-01-01T00:00Z')
    expect(instantsIn(timeline, from, utc('2028-01-01T00:00Z'))).toHaveLength(21)
  })

  it('finds 29 February in leap years, and none in 2100', () => {
    const yearly = calendar({ years: 1 }, { at: '00:00', start: '2092-02-29' })
    expect(datesOf(firesFrom(yearly, '2090-01-01T00:00Z', 3))).toEqual([
      '2092-02-29',
      '2096-02-29',
      '2104-02-29',
    ])
  })

  it('counts weeks and days in local days', () => {
    const newYork = { at: '12:00', start: '2024-03-09', timezone: 'America/New_York' }
    expect(firesFrom(calendar({ days: 1 }, newYork), '2024-03-01T00:00Z', 3)).toEqual([
      '2024-03-09T17:00Z',
      '2024-03-10T16:00Z',
      '2024-03-11T16:00Z',
    ])
    expect(firesFrom(calendar({ weeks: 1, days: 1 }, newYork), '2024-03-01T00:00Z', 2)).toEqual([
      '2024-03-09T17:00Z',
      '2024-03-17T16:00Z',
    ])
  })

  it('drops the date on which the clock skips its time', () => {
    const options = { at: '02:30', start: '2024-03-09', timezone: 'America/New_York' }
    expect(firesFrom(calendar({ days: 1 }, options), '2024-03-01T00:00Z', 2)).toEqual([
      '2024-03-09T07:30Z',
      '2024-03-11T06:30Z',
    ])
  })

  it('drops a date that the zone left out', () => {
    const options = { at: '10:00', start: '2011-11-30', timezone: 'Pacific/Apia' }
    expect(firesFrom(calendar({ months: 1 }, options), '2011-11-01T00:00Z', 2)).toEqual([
      '2011-11-30T20:00Z',
      '2012-01-29T20:00Z',
    ])
  })

  it('fires the first time only when its time occurs twice', () => {
    const options = { at: '01:30', start: '2024-11-02', timezone: 'America/New_York' }
    expect(firesFrom(calendar({ days: 1 }, options), '2024-11-01T00:00Z', 3)).toEqual([
      '2024-11-02T05:30Z',
      '2024-11-03T05:30Z',
      '2024-11-04T06:30Z',
    ])
  })

  it('begins with the local date of the anchor when it has no start', () => {
    const daily = calendar({ days: 2 }, { at: '08:00', timezone: 'Asia/Shanghai' })
    const timeline = bound(daily, { anchor: utc('2026-01-02T01:00Z') })
    expect(timeline.next(0)).toBe(utc('2026-01-04T00:00Z'))
    expect(timeline.previous(utc('2026-01-04T00:00Z'))).toBeNull()
    const early = bound(daily, { anchor: utc('2026-01-01T17:00Z') })
    expect(early.next(0)).toBe(utc('2026-01-02T00:00Z'))
  })

  it('does not fire before its start or after its end, and at both', () => {
    const day = { at: '12:00', start: '2026-01-01T12:00Z', end: '2026-01-03T12:00Z' }
    expect(firesFrom(calendar({ days: 1 }, day), '2025-01-01T00:00Z', 9)).toHaveLength(3)
    const late = { ...day, start: '2026-01-01T12:00:00.001Z', end: '2026-01-03T11:59:59.999Z' }
    expect(firesFrom(calendar({ days: 1 }, late), '2025-01-01T00:00Z', 9)).toHaveLength(1)
  })

  it('includes the day of an end that is a bare date', () => {
    const open = calendar({ days: 1 }, { at: '23:59:59', start: '2026-01-01', end: '2026-01-02' })
    expect(firesFrom(open, '2025-01-01T00:00Z', 9, { timezone: 'Asia/Tokyo' })).toEqual([
      '2026-01-01T14:59:59Z',
      '2026-01-02T14:59:59Z',
    ])
  })

  it('answers questions far away at once', () => {
    const far = utc('9990-01-01T00:00Z')
    const start = '2026-01-31'
    for (const step of [{ days: 1 }, { months: 1 }, { months: 1, days: 1 }, { years: 7 }]) {
      const timeline = bound(calendar(step, { at: '12:00', start }))
      expect(timeline.previous(far)).toBeGreaterThan(utc('9980-01-01T00:00Z'))
      expect(timeline.next(Number.POSITIVE_INFINITY)).toBeNull()
      expect(timeline.next(Number.NEGATIVE_INFINITY)).toBe(utc('2026-01-31T12:00Z'))
      expect(timeline.previous(Number.NEGATIVE_INFINITY)).toBeNull()
    }
  })

  it.each<[string, object, object]>([
    ['no step', {}, {}],
    ['a step of zero', { days: 0 }, {}],
    ['a negative step', { days: 3, months: -1 }, {}],
    ['a fractional step', { days: 1.5 }, {}],
    ['an unknown part', { hours: 1 }, {}],
    ['a time without minutes', { days: 1 }, { at: '9' }],
    ['hour 24', { days: 1 }, { at: '24:00' }],
    ['no time', { days: 1 }, { at: undefined }],
    ['an unknown option', { days: 1 }, { tz: 'UTC' }],
    ['an end before the start', { days: 1 }, { start: '2026-01-02', end: '2026-01-01' }],
  ])('refuses %s', (_, step, options) => {
    expectRefused(() => calendar(step, { at: '09:00', ...options }), 'PUNCTUAL_TRIGGER_INVALID')
  })

  it('refuses an unknown zone', () => {
    const call = () => calendar({ days: 1 }, { at: '09:00', timezone: 'Nowhere' })
    expectRefused(call, 'PUNCTUAL_TIMEZONE_INVALID')
  })
})
