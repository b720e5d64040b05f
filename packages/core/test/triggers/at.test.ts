import { describe, expect, it } from 'vitest'
import { at } from '../../src/triggers/at.ts'
import { bound, firesFrom, utc } from './bound.ts'
import { expectRefused } from './expect-refused.ts'

describe('at', () => {
  const noon = utc('2026-05-30T12:00Z')

  it('fires once', () => {
    const timeline = bound(at(noon))
    expect(timeline.next(noon - 1)).toBe(noon)
    expect(timeline.next(noon)).toBeNull()
    expect(timeline.previous(noon + 1)).toBe(noon)
    expect(timeline.previous(noon)).toBeNull()
  })

  it('reads local text in its own timezone, else in that of the scheduler', () => {
    const own = at('2026-05-30T20:00', { timezone: 'Asia/Shanghai' })
    expect(bound(own, { timezone: 'UTC' }).next(0)).toBe(noon)
    const open = at('2026-05-30T14:00')
    expect(bound(open, { timezone: 'Europe/Berlin' }).next(0)).toBe(noon)
    expect(bound(open, { timezone: 'UTC' }).next(0)).toBe(utc('2026-05-30T14:00Z'))
  })

  it('fires at a date before 1973 that is given as a Date', () => {
    expect(bound(at(new Date(0))).next(-1)).toBe(0)
  })

  it('is moved out of a gap by the length of the gap', () => {
    const inGap = at('2024-03-10T02:30', { timezone: 'America/New_York' })
    expect(firesFrom(inGap, '2024-01-01T00:00Z', 2)).toEqual(['2024-03-10T07:30Z'])
  })

  it('refuses what is no instant, an unknown zone and an unknown option', () => {
    expectRefused(() => at('soon'), 'PUNCTUAL_TIME_INVALID')
    expectRefused(() => at('2026-05-30', { timezone: 'Nowhere' }), 'PUNCTUAL_TIMEZONE_INVALID')
    expectRefused(() => at(noon, { tz: 'UTC' } as object), 'PUNCTUAL_TRIGGER_INVALID')
  })
})
