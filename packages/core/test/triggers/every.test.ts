import { describe, expect, it } from 'vitest'
import type { Duration } from '../../src/time/duration.ts'
import { every } from '../../src/triggers/every.ts'
import { bound, firesFrom, utc } from './bound.ts'
import { expectRefused } from './expect-refused.ts'
import { instantsIn } from './timeline-laws.ts'

describe('every', () => {
  const anchor = utc('2026-01-01T00:00Z')

  it('counts from the anchor: first one period later, immediate at it', () => {
    expect(bound(every('1h')).next(anchor - 1)).toBe(anchor + 3_600_000)
    expect(bound(every('1h', { immediate: true })).next(anchor - 1)).toBe(anchor)
    expect(bound(every('1h', { immediate: true })).previous(anchor)).toBeNull()
  })

  it('counts from its start instead of the anchor', () => {
    const timeline = bound(every('90m', { start: '2026-02-01T00:00Z' }))
    expect(timeline.next(0)).toBe(utc('2026-02-01T01:30Z'))
    expect(timeline.next(utc('2026-02-01T02:00Z'))).toBe(utc('2026-02-01T03:00Z'))
  })

  it('keeps its grid however late it is asked', () => {
    const timeline = bound(every('7m'))
    const from = utc('2031-07-13T11:22:33.456Z')
    const next = timeline.next(from)
    expect(next).not.toBeNull()
    expect(((next ?? 0) - anchor) % 420_000).toBe(0)
    expect(timeline.previous(next ?? 0)).toBe((next ?? 0) - 420_000)
  })

  it('fires at its end and never after it', () => {
    const bounds = { start: '2026-01-01T06:00Z', end: '2026-01-01T18:00Z', immediate: true }
    expect(firesFrom(every('6h', bounds), '2026-01-01T00:00Z', 9)).toEqual([
      '2026-01-01T06:00Z',
      '2026-01-01T12:00Z',
      '2026-01-01T18:00Z',
    ])
    expect(bound(every('6h', bounds)).previous(utc('2030-01-01T00:00Z'))).toBe(
      utc('2026-01-01T18:00Z'),
    )
  })

  it('never fires when its end comes before its first instant', () => {
    const timeline = bound(every('2d', { start: '2026-01-01T00:00Z', end: '2026-01-02T00:00Z' }))
    expect(timeline.next(0)).toBeNull()
    expect(timeline.previous(utc('2027-01-01T00:00Z'))).toBeNull()
  })

  it('counts elapsed time over a change of the clock', () => {
    const daily = every('1d', { start: '2024-03-09T12:00', immediate: true })
    const fires = firesFrom(daily, '2024-03-09T00:00Z', 3, { timezone: 'America/New_York' })
    expect(fires).toEqual(['2024-03-09T17:00Z', '2024-03-10T17:00Z', '2024-03-11T17:00Z'])
  })

  it('reads local bounds in the timezone of the scheduler', () => {
    const trigger = every('12h', { start: '2026-05-30', end: '2026-05-31' })
    expect(firesFrom(trigger, '2026-01-01T00:00Z', 9, { timezone: 'Asia/Shanghai' })).toEqual([
      '2026-05-30T04:00Z',
      '2026-05-30T16:00Z',
    ])
  })

  it('shares one timeline among jobs when it needs nothing of them', () => {
    const fixed = every('1h', { start: anchor })
    expect(bound(fixed, { jobId: 'a' })).toBe(bound(fixed, { jobId: 'b', anchor: 5 }))
    const anchored = every('1h')
    expect(bound(anchored, { anchor: 5 }).next(0)).toBe(3_600_005)
    expect(bound(anchored, { anchor: 6 }).next(0)).toBe(3_600_006)
  })

  it('takes a period of one millisecond', () => {
    const timeline = bound(every('1ms'))
    expect(instantsIn(timeline, anchor, anchor + 3)).toEqual([anchor + 1, anchor + 2, anchor + 3])
  })

  it.each<[Duration]>([[30], [0], ['0s'], [-5], ['1 month'], [{}], [Number.NaN]])(
    'refuses the period %j',
    (period) => {
      expectRefused(() => every(period), 'PUNCTUAL_DURATION_INVALID')
    },
  )

  it('refuses an end before its start, and unreadable bounds', () => {
    const swapped = { start: '2026-01-02T00:00Z', end: '2026-01-01T00:00Z' }
    expectRefused(() => every('1h', swapped), 'PUNCTUAL_TRIGGER_INVALID')
    expectRefused(
      () => every('1h', { start: '2026-01-02', end: '2026-01-01' }),
      'PUNCTUAL_TRIGGER_INVALID',
    )
    expectRefused(() => every('1h', { end: 'never' }), 'PUNCTUAL_TIME_INVALID')
    expectRefused(() => every('1h', { startAt: 1 } as object), 'PUNCTUAL_TRIGGER_INVALID')
  })
})
