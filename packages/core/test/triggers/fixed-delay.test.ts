import { describe, expect, it } from 'vitest'
import { fixedDelay } from '../../src/triggers/fixed-delay.ts'
import type { FixedDelay } from '../../src/triggers/fixed-delay.ts'
import { utc } from './bound.ts'
import { expectRefused } from './expect-refused.ts'

describe('fixedDelay', () => {
  const of = { anchor: utc('2026-01-01T00:00Z'), timezone: 'UTC' }

  it('first fires one pause after the anchor, immediate at it', () => {
    expect((fixedDelay('30s') as FixedDelay).firstFire(of)).toBe(of.anchor + 30_000)
    expect((fixedDelay('30s', { immediate: true }) as FixedDelay).firstFire(of)).toBe(of.anchor)
  })

  it('counts its first pause from its start', () => {
    const trigger = fixedDelay('1h', { start: '2026-02-01', immediate: true }) as FixedDelay
    const shanghai = { ...of, timezone: 'Asia/Shanghai' }
    expect(trigger.firstFire(shanghai)).toBe(utc('2026-01-31T16:00Z'))
    expect(trigger.fireAfter(utc('2026-01-01T00:00Z'), shanghai)).toBe(utc('2026-01-31T16:00Z'))
  })

  it('then fires one pause after the end of a run, up to its end', () => {
    const trigger = fixedDelay('1h', { end: '2026-01-01T02:00Z' }) as FixedDelay
    expect(trigger.fireAfter(utc('2026-01-01T01:00Z'), of)).toBe(utc('2026-01-01T02:00Z'))
    expect(trigger.fireAfter(utc('2026-01-01T01:00:00.001Z'), of)).toBeNull()
    expect((fixedDelay('3h', { end: '2026-01-01T02:00Z' }) as FixedDelay).firstFire(of)).toBeNull()
  })

  it('is a trigger on runs', () => {
    expect(fixedDelay('30s')).toMatchObject({ kind: 'fixedDelay', onRun: true, pause: 30_000 })
  })

  it('refuses small bare numbers and bounds in the wrong order', () => {
    expectRefused(() => fixedDelay(30), 'PUNCTUAL_DURATION_INVALID')
    expectRefused(() => fixedDelay('0s'), 'PUNCTUAL_DURATION_INVALID')
    const swapped = { start: '2026-01-02T00:00Z', end: '2026-01-01T00:00Z' }
    expectRefused(() => fixedDelay('30s', swapped), 'PUNCTUAL_TRIGGER_INVALID')
  })
})
