import { describe, expect, it } from 'vitest'
import { anyOf } from '../../src/triggers/any-of.ts'
import { every } from '../../src/triggers/every.ts'
import { shareOf } from '../../src/triggers/jitter-hash.ts'
import { jitter } from '../../src/triggers/jitter.ts'
import { bound, utc } from './bound.ts'
import { expectRefused } from './expect-refused.ts'
import { instantsIn } from './timeline-laws.ts'

const start = utc('2026-01-01T00:00Z')
const HOUR = 3_600_000

describe('jitter', () => {
  const hourly = every('1h', { start, immediate: true })

  it('delays each fire by less than the most, each by another share', () => {
    const fires = instantsIn(bound(jitter(hourly, '10m')), start, start + 500 * HOUR)
    const delays = fires.map((fire) => fire % HOUR)
    expect(Math.max(...delays)).toBeLessThan(600_000)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0)
    expect(new Set(delays).size).toBeGreaterThan(480)
  })

  it('spreads the delays evenly', () => {
    const buckets = Array.from({ length: 10 }, () => 0)
    for (let job = 0; job < 10_000; job++) {
      const bucket = Math.floor(shareOf(job * 2_654_435_761, start) * 10)
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
    }
    for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(150)
  })

  it('never adds up: each delay counts from the planned instant', () => {
    const fires = instantsIn(bound(jitter(hourly, '59m')), start, start + 1_000 * HOUR)
    fires.forEach((fire, hour) => expect(Math.floor((fire - start) / HOUR)).toBe(hour))
  })

  it('is the same on every node and different for every job', () => {
    const first = (jobId: string) => bound(jitter(hourly, '1h'), { jobId }).next(start - 1)
    expect(first('report')).toBe(first('report'))
    expect(new Set(['a', 'b', 'c', 'd', 'e'].map(first)).size).toBe(5)
  })

  it('does not change from version to version, because stored fires follow from it', () => {
    const timeline = bound(jitter(hourly, '1h'), { jobId: 'report/42' })
    const fires = instantsIn(timeline, start, start + 3 * HOUR)
    expect(fires.map((fire) => fire - start)).toEqual([127_768, 3_758_570, 9_954_113])
  })

  it('keeps the order when it is longer than the gap between two fires', () => {
    const seconds = jitter(every('1s', { start, immediate: true }), '30s')
    const fires = instantsIn(bound(seconds), start, start + 200_000 - 1)
    expect(fires).toHaveLength(200)
    fires.forEach((fire, second) => expect(Math.floor((fire - start) / 1_000)).toBe(second))
  })

  it('stays before the end of its trigger', () => {
    const end = start + 3 * HOUR
    for (const jobId of ['a', 'b', 'c', 'd']) {
      const ending = jitter(every('1h', { start, end }), '1h')
      expect(bound(ending, { jobId }).previous(end + 9 * HOUR)).toBe(end)
      const first = every('1h', { start, end: start + 2 * HOUR })
      const both = jitter(anyOf(first, every('1h', { start, end })), '1h')
      expect(bound(both, { jobId }).previous(end + 9 * HOUR)).toBe(end)
    }
  })

  it('of nothing changes nothing', () => {
    expect(bound(jitter(hourly, 0)).next(start)).toBe(start + HOUR)
  })

  it('refuses what is no duration', () => {
    expectRefused(() => jitter(hourly, '1 month'), 'PUNCTUAL_DURATION_INVALID')
    expectRefused(() => jitter(hourly, -1), 'PUNCTUAL_DURATION_INVALID')
  })
})
