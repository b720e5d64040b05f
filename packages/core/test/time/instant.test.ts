import { describe, expect, it } from 'vitest'
import { instantOf, looseInstant, resolveInstant } from '../../src/time/instant.ts'
import type { Time } from '../../src/time/time.ts'
import { expectRefused } from '../triggers/expect-refused.ts'

const NOON = Date.UTC(2026, 4, 30, 12)

describe('An instant', () => {
  it('is taken from a Date, epoch milliseconds and a Temporal value', () => {
    expect(instantOf(new Date(NOON))).toBe(NOON)
    expect(instantOf(NOON)).toBe(NOON)
    expect(instantOf({ epochMilliseconds: NOON })).toBe(NOON)
  })

  it.each([
    ['2026-05-30T12:00:00.000Z', NOON],
    ['2026-05-30T12:00Z', NOON],
    ['2026-05-30 12:00:00z', NOON],
    ['2026-05-30T20:00:00+08:00', NOON],
    ['2026-05-30T20:00:00+0800', NOON],
    ['2026-05-30T05:00-07', NOON],
    ['2026-05-30T17:45:00.250+05:45', NOON + 250],
    ['2026-05-30T12:00:00.5Z', NOON + 500],
    ['2026-05-30T12:00:00.123000Z', NOON + 123],
    ['0000-01-01T00:00Z', Date.parse('0000-01-01T00:00:00Z')],
    ['9999-12-31T23:59:59.999Z', Date.parse('9999-12-31T23:59:59.999Z')],
  ])('is taken from ISO text with an offset: %s', (text, instant) => {
    expect(instantOf(text)).toBe(instant)
  })

  it('is taken from local text when there is a timezone', () => {
    expect(instantOf('2026-05-30T14:00', { timezone: 'Europe/Berlin' })).toBe(NOON)
  })

  it('is the start of the local day for a bare date', () => {
    const instant = instantOf('2026-05-30', { timezone: 'Asia/Shanghai' })
    expect(instant).toBe(Date.parse('2026-05-30T00:00+08:00'))
  })

  it('is the first moment of a day that begins without a midnight', () => {
    const instant = instantOf('2018-11-04', { timezone: 'America/Sao_Paulo' })
    expect(instant).toBe(Date.parse('2018-11-04T01:00-02:00'))
  })

  it('is the earlier one of a local time that occurs twice', () => {
    const instant = instantOf('2024-11-03T01:30', { timezone: 'America/New_York' })
    expect(instant).toBe(Date.parse('2024-11-03T01:30-04:00'))
  })

  it('moves a skipped local time by the length of the gap', () => {
    const newYork = instantOf('2024-03-10T02:30', { timezone: 'America/New_York' })
    expect(newYork).toBe(Date.parse('2024-03-10T03:30-04:00'))
    const apia = instantOf('2011-12-30T08:00', { timezone: 'Pacific/Apia' })
    expect(apia).toBe(Date.parse('2011-12-31T08:00+14:00'))
  })

  it.each<[string, unknown]>([
    ['text without an offset', '2026-05-30T12:00'],
    ['a bare date', '2026-05-30'],
    ['other text', 'tomorrow'],
    ['empty text', ''],
    ['a date that does not exist', '2026-02-30T00:00Z'],
    ['29 February of a common year', '2100-02-29T00:00Z'],
    ['hour 24', '2026-02-01T24:00Z'],
    ['minute 60', '2026-02-01T10:60Z'],
    ['second 60', '2026-02-01T10:00:60Z'],
    ['an offset of 24 hours', '2026-02-01T10:00+24:00'],
    ['an offset without a time', '2026-02-01Z'],
    ['text finer than a millisecond', '2026-02-01T10:00:00.0001Z'],
    ['two texts', '2026-02-01T10:00Z\n2026-02-01T10:00Z'],
    ['a trailing newline', '2026-02-01T10:00Z\n'],
    ['seconds', 1_780_000_000],
    ['a negative number', -1],
    ['a fraction', NOON + 0.5],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['an invalid Date', new Date(Number.NaN)],
    ['a Date beyond year 9999', new Date('+010000-01-01T00:00:00Z')],
    ['null', null],
    ['undefined', undefined],
    ['a bigint', 1_780_000_000_000n],
    ['an object', {}],
  ])('is not %s', (_, value) => {
    expectRefused(() => instantOf(value as Time), 'PUNCTUAL_TIME_INVALID')
  })

  it('is refused with a message that says what to do', () => {
    const seconds = expectRefused(
      () => instantOf(1_780_000_000, { name: 'start' }),
      'PUNCTUAL_TIME_INVALID',
    )
    expect(seconds.message).toBe(
      'start is not an instant: the number is too small for epoch milliseconds; if these are seconds, multiply by 1,000',
    )
    const local = expectRefused(() => instantOf('2026-05-30T12:00'), 'PUNCTUAL_TIME_INVALID')
    expect(local.message).toContain("add one (for example 'Z' or '+08:00') or give a timezone")
  })

  it('is refused with the code for zones when the zone is unknown', () => {
    const call = () => instantOf('2026-05-30', { timezone: 'Mars/Olympus' })
    expectRefused(call, 'PUNCTUAL_TIMEZONE_INVALID')
  })
})

describe('A loose instant', () => {
  it('keeps local text in one shape until a timezone reads it', () => {
    const loose = looseInstant('2026-05-30 14:00')
    expect(loose).toBe('2026-05-30T14:00:00.000')
    expect(resolveInstant(loose, 'Europe/Berlin')).toBe(NOON)
    expect(resolveInstant(loose, 'UTC')).toBe(NOON + 2 * 3_600_000)
    expect(looseInstant(loose as string)).toBe(loose)
  })

  it('is refused at once when its text cannot be read', () => {
    expectRefused(() => looseInstant('2026-13-01'), 'PUNCTUAL_TIME_INVALID')
  })

  it('is an instant when the text has an offset', () => {
    expect(looseInstant('2026-05-30T12:00Z')).toBe(NOON)
  })
})
