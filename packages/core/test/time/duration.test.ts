import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationOf, LONGEST } from '../../src/time/duration.ts'
import type { Duration } from '../../src/time/duration.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/time/epoch.ts'
import { expectRefused } from '../triggers/expect-refused.ts'

describe('A duration', () => {
  it.each<[Duration, number]>([
    [0, 0],
    [1_500, 1_500],
    ['250ms', 250],
    ['30s', 30 * SECOND],
    ['1h 30m', 90 * MINUTE],
    ['1h30m', 90 * MINUTE],
    ['1.5h', 90 * MINUTE],
    ['1.1h', 3_960_000],
    ['0.001s', 1],
    ['2w', 14 * DAY],
    ['1d 2h 3m 4s 5ms', DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND + 5],
    ['5 minutes', 5 * MINUTE],
    ['1 hour 1 min 1 sec', HOUR + MINUTE + SECOND],
    [' 10s ', 10 * SECOND],
    ['PT90M', 90 * MINUTE],
    ['P1D', DAY],
    ['P1W', 7 * DAY],
    ['P1DT12H', 36 * HOUR],
    ['PT0.5S', 500],
    ['PT0,25S', 250],
    [{ weeks: 1, days: 1 }, 8 * DAY],
    [{ hours: 1, minutes: 2, seconds: 3, milliseconds: 4 }, HOUR + 2 * MINUTE + 3 * SECOND + 4],
    [{ seconds: 0.25 }, 250],
    [{ hours: 1.1 }, 3_960_000],
  ])('is read from %j', (value, millis) => {
    expect(durationOf(value)).toBe(millis)
  })

  it.each<[string, unknown]>([
    ['a negative number', -1],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a fraction of a millisecond', 0.5],
    ['text finer than a millisecond', '1.5ms'],
    ['fields finer than a millisecond', { milliseconds: 1.5 }],
    ['empty text', ''],
    ['a bare number in text', '30'],
    ['a unit without a number', 'h'],
    ['an unknown unit', '3x'],
    ['months', '3 months'],
    ['years', '1y'],
    ['a unit in capitals', '5M'],
    ['a negative text', '-5m'],
    ['the same unit twice', '1h 1h'],
    ['ISO months', 'P1M'],
    ['ISO years', 'P1Y'],
    ['an empty ISO duration', 'P'],
    ['an ISO duration that ends in T', 'P1DT'],
    ['a negative ISO duration', '-PT1H'],
    ['over 100 years', '36526d'],
    ['over 100 years in numbers', 1e18],
    ['no fields', {}],
    ['fields that are undefined', { hours: undefined }],
    ['an unknown field', { fortnights: 1 }],
    ['a negative field', { hours: 2, minutes: -1 }],
    ['a field that is text', { hours: '2' }],
    ['an inherited name', { constructor: 1 }],
    ['null', null],
    ['a list', [1]],
    ['a boolean', true],
    ['long text', `${'1'.repeat(200)}s`],
  ])('is not %s', (_, value) => {
    expectRefused(() => durationOf(value as Duration), 'PUNCTUAL_DURATION_INVALID')
  })

  it('of months or years points to calendar', () => {
    for (const text of ['1 month', '2y', 'P1M', 'P2Y3D']) {
      const error = expectRefused(() => durationOf(text), 'PUNCTUAL_DURATION_INVALID')
      expect(error.message).toContain('use calendar({ months: 1 }')
    }
  })

  it('reaches up to 100 years', () => {
    expect(durationOf(LONGEST)).toBe(LONGEST)
    expectRefused(() => durationOf(LONGEST + 1), 'PUNCTUAL_DURATION_INVALID')
  })

  it('has the least that is asked for', () => {
    expect(durationOf(1, { least: 1 })).toBe(1)
    const error = expectRefused(
      () => durationOf(0, { name: 'beat', least: 1 }),
      'PUNCTUAL_DURATION_INVALID',
    )
    expect(error.message).toBe('beat is not a usable duration: it must be at least 1 ms')
  })

  it('as a small bare number is refused where seconds may be meant', () => {
    const limits = { name: 'period', refuseSmallNumbers: true }
    const error = expectRefused(() => durationOf(30, limits), 'PUNCTUAL_DURATION_INVALID')
    expect(error.message).toBe(
      "period is not a usable duration: 30 is too small to be clear: say '30s' or '30ms'",
    )
    expect(durationOf(1_000, limits)).toBe(1_000)
    expect(durationOf('30ms', limits)).toBe(30)
    expect(durationOf({ milliseconds: 30 }, limits)).toBe(30)
  })

  it('says the same as text, ISO text and fields', () => {
    const part = fc.integer({ min: 0, max: 99 })
    fc.assert(
      fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
        const fields = durationOf({ days, hours, minutes, seconds })
        expect(durationOf(`${days}d ${hours}h ${minutes}m ${seconds}s`)).toBe(fields)
        expect(durationOf(`P${days}DT${hours}H${minutes}M${seconds}S`)).toBe(fields)
        expect(durationOf(fields)).toBe(fields)
      }),
    )
  })

  it('is whole milliseconds for every decimal of a unit that has them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8_000_000 }), (tenths) => {
        expect(durationOf(`${tenths / 10}h`)).toBe(tenths * 360_000)
      }),
    )
  })
})
