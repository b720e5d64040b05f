import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zoneOf } from '../../src/time/zone.ts'
import { expectRefused } from '../triggers/expect-refused.ts'

const HOUR = 3_600_000
const ZONES = [
  ...['UTC', 'America/New_York', 'America/St_Johns', 'America/Boa_Vista', 'Africa/Casablanca'],
  ...['Asia/Gaza', 'Asia/Shanghai', 'Australia/Lord_Howe', 'Europe/Dublin', 'Pacific/Apia'],
]

/** The local clock by the runtime's own calendar fields, not by its offsets. */
function localByFields(zone: string, instant: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, +value]))
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN
  const date = [of('year'), of('month') - 1, of('day')] as const
  const milli = ((instant % 1000) + 1000) % 1000
  return Date.UTC(...date, of('hour'), of('minute'), of('second'), milli)
}

describe('The local clock of a zone', () => {
  const anyInstant = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2200, 0) })

  it('shows what the runtime shows, asked in any order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), anyInstant, (name, instant) => {
        const local = zoneOf(name).toLocal(instant)
        expect(local).toBe(localByFields(name, instant))
        expect(zoneOf(name).offsetAt(instant)).toBe(local - instant)
      }),
      { numRuns: 3_000 },
    )
  })

  it('is read back as the first instant that shows the time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), anyInstant, (name, instant) => {
        const zone = zoneOf(name)
        const found = zone.fromLocal(zone.toLocal(instant))
        expect(found.gap).toBe(false)
        expect(found.instant).toBeLessThanOrEqual(instant)
        expect(zone.toLocal(found.instant)).toBe(zone.toLocal(instant))
      }),
      { numRuns: 3_000 },
    )
  })

  it('jumps over a skipped time when the gap ends', () => {
    const zone = zoneOf('America/New_York')
    const change = Date.parse('2024-03-10T07:00Z')
    expect(zone.fromLocal(Date.UTC(2024, 2, 10, 2, 30))).toEqual({ instant: change, gap: true })
    expect(zone.fromLocal(Date.UTC(2024, 2, 10, 3))).toEqual({ instant: change, gap: false })
  })

  it('shows a repeated time first before the change', () => {
    const first = Date.parse('2024-11-03T01:30-04:00')
    const found = zoneOf('America/New_York').fromLocal(Date.UTC(2024, 10, 3, 1, 30))
    expect(found).toEqual({ instant: first, gap: false })
  })

  it('knows an offset with seconds', () => {
    expect(zoneOf('Africa/Monrovia').offsetAt(0)).toBe(-(44 * 60 + 30) * 1000)
  })

  it('keeps an offset of a week', () => {
    const zone = zoneOf('America/Boa_Vista')
    expect(zone.offsetAt(Date.parse('2000-10-08T03:59Z'))).toBe(-4 * HOUR)
    expect(zone.offsetAt(Date.parse('2000-10-08T04:00Z'))).toBe(-3 * HOUR)
    expect(zone.offsetAt(Date.parse('2000-10-15T02:59Z'))).toBe(-3 * HOUR)
    expect(zone.offsetAt(Date.parse('2000-10-15T03:00Z'))).toBe(-4 * HOUR)
  })

  it('answers for instants beyond all years', () => {
    const zone = zoneOf('Europe/Berlin')
    expect(zone.toLocal(Number.MAX_SAFE_INTEGER)).toBeGreaterThan(Number.MAX_SAFE_INTEGER - 1)
    expect(zone.fromLocal(9e15).gap).toBe(false)
    expect(zone.fromLocal(-9e15).gap).toBe(false)
    expect(zone.changeAfter(9e15)).toBeNull()
    expect(zone.changeBefore(-9e15)).toBeNull()
  })
})

describe('The changes of a zone', () => {
  const zone = zoneOf('Europe/Berlin')
  const spring = { at: Date.parse('2026-03-29T01:00Z'), before: HOUR, after: 2 * HOUR }
  const autumn = { at: Date.parse('2026-10-25T01:00Z'), before: 2 * HOUR, after: HOUR }

  it('are found after and before an instant, itself left out', () => {
    expect(zone.changeAfter(spring.at - 1)).toEqual(spring)
    expect(zone.changeAfter(spring.at)).toEqual(autumn)
    expect(zone.changeBefore(autumn.at + 1)).toEqual(autumn)
    expect(zone.changeBefore(autumn.at)).toEqual(spring)
    expect(zone.changeBefore(autumn.at + 0.5)).toEqual(autumn)
  })

  it('follow each other through the centuries', () => {
    let [at, count] = [Date.UTC(1996, 0), 0]
    for (let change = zone.changeAfter(at); at < Date.UTC(2196, 0); change = zone.changeAfter(at)) {
      expect(Math.abs((change?.after ?? 0) - (change?.before ?? 0))).toBe(HOUR)
      at = change?.at ?? Number.NaN
      count++
    }
    expect(count).toBe(401)
  })

  it('are none in a zone without any', () => {
    expect(zoneOf('Asia/Shanghai').changeAfter(Date.UTC(2026, 0))).toBeNull()
    expect(zoneOf('Asia/Shanghai').changeBefore(Date.UTC(2026, 0))).toBeNull()
  })
})

describe('The name of a zone', () => {
  it('is given in the case of the runtime, but never as another name', () => {
    expect(zoneOf('europe/berlin').name).toBe('Europe/Berlin')
    expect(zoneOf('Asia/Kolkata').name).toBe('Asia/Kolkata')
    expect(zoneOf('UTC')).toBe(zoneOf('UTC'))
  })

  it.each([
    ...['', ' ', 'Mars/Olympus', 'UTC+25', 'UTC+8', 'GMT+1', 'EST5EDT4', '+08:00', '-05', '08:00'],
    ...['Europe/Berlin ', 'local', 5, null, {}],
  ])('is not %j', (name) => {
    expectRefused(() => zoneOf(name as string), 'PUNCTUAL_TIMEZONE_INVALID')
  })
})
