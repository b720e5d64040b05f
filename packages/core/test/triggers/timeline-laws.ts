import { expect } from 'vitest'
import type { EpochMs } from '../../src/time/epoch.ts'
import type { Timeline } from '../../src/triggers/trigger.ts'

/** Fails unless `next` and `previous` are strict, whole, and exact inverses around the instant asked from. */
export function expectLawful(timeline: Timeline, from: EpochMs): void {
  const next = timeline.next(from)
  const previous = timeline.previous(from)
  if (next !== null) {
    expect(Number.isInteger(next)).toBe(true)
    expect(next).toBeGreaterThan(from)
    expect(timeline.next(next - 1)).toBe(next)
    expect(timeline.previous(next + 1)).toBe(next)
    const before = timeline.previous(next)
    if (before !== null) {
      expect(before).toBeLessThanOrEqual(from)
      expect(timeline.next(before)).toBe(next)
    }
  }
  if (previous !== null) {
    expect(Number.isInteger(previous)).toBe(true)
    expect(previous).toBeLessThan(from)
    expect(timeline.next(previous - 1)).toBe(previous)
    expect(timeline.previous(previous + 1)).toBe(previous)
    const after = timeline.next(previous)
    if (after !== null) {
      expect(after).toBeGreaterThanOrEqual(from)
      expect(timeline.previous(after)).toBe(previous)
    }
  }
}

/** All instants from `from` to `until` inclusive, by `next`; by `previous` they must be the same. */
export function instantsIn(timeline: Timeline, from: EpochMs, until: EpochMs): EpochMs[] {
  const forward: EpochMs[] = []
  for (let at = timeline.next(from - 1); at !== null && at <= until; at = timeline.next(at)) {
    forward.push(at)
  }
  const backward: EpochMs[] = []
  for (let at = timeline.previous(until + 1); at !== null && at >= from;) {
    backward.push(at)
    at = timeline.previous(at)
  }
  expect(backward.reverse()).toEqual(forward)
  return forward
}
