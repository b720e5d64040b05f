import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plan, type Plan } from '../../src/engine/planner.ts'
import { resolvePolicies } from '../../src/jobs/resolve-policies.ts'
import type { Policies } from '../../src/jobs/policies.ts'
import type { EpochMs } from '../../src/time/epoch.ts'
import type { Timeline } from '../../src/triggers/trigger.ts'
import { jobRow } from './job-row.ts'

/** A timeline of given instants. */
function listed(instants: readonly EpochMs[]): Timeline {
  return {
    next: (from) => instants.find((at) => at > from) ?? null,
    previous: (before) => instants.findLast((at) => at < before) ?? null,
  }
}

interface Case {
  readonly instants: readonly EpochMs[]
  readonly now: EpochMs
  readonly since: EpochMs
  readonly policies: Policies
}

function planned({ instants, now, since, policies }: Case): Plan {
  const row = jobRow({ nextAt: instants[0]!, policies: resolvePolicies([policies]) })
  return plan({ row, timeline: listed(instants), now, since })
}

/** Five fires due 45, 35, 25, 15 and 5 s ago. */
const gap = { instants: [5_000, 15_000, 25_000, 35_000, 45_000, 55_000], now: 50_000, since: 0 }

const firesOf = (result: Plan): readonly EpochMs[] => result.fires.map((fire) => fire.at)
const spansOf = (result: Plan): readonly string[] =>
  result.spans.map((span) => `${span.first}-${span.last} ${span.reason}`)

describe('a gap', () => {
  test('becomes one run with the last time, which stands for the others [42]', () => {
    const result = planned({ ...gap, policies: {} })
    expect(result.fires).toEqual([{ at: 45_000, startDeadline: null, missed: 4, catchUp: false }])
    expect(spansOf(result)).toEqual(['5000-35000 coalesced'])
    expect(result.next).toBe(55_000)
  })

  test('becomes one run per time with coalesce all [41] [45]', () => {
    const result = planned({ ...gap, policies: { coalesce: 'all' } })
    expect(firesOf(result)).toEqual([5_000, 15_000, 25_000, 35_000, 45_000])
    expect(result.fires.every((fire) => fire.catchUp)).toBe(true)
    expect(spansOf(result)).toEqual([])
  })

  test('with coalesce all and a grace of 12 s is one run and four missed instants [43]', () => {
    const result = planned({ ...gap, policies: { coalesce: 'all', misfireGrace: '12s' } })
    expect(firesOf(result)).toEqual([45_000])
    expect(spansOf(result)).toEqual(['5000-35000 misfire_grace_exceeded'])
  })

  test('with coalesce earliest and a grace of 8 s runs nothing, with latest once [44]', () => {
    const earliest = planned({ ...gap, policies: { coalesce: 'earliest', misfireGrace: '8s' } })
    expect(firesOf(earliest)).toEqual([])
    expect(spansOf(earliest)).toEqual(['5000-5000 misfire_grace_exceeded', '15000-45000 coalesced'])
    const latest = planned({ ...gap, policies: { coalesce: 'latest', misfireGrace: '8s' } })
    expect(latest.fires).toEqual([{ at: 45_000, startDeadline: 53_000, missed: 4, catchUp: false }])
  })

  test('with coalesce earliest is one run with the first time', () => {
    const result = planned({ ...gap, policies: { coalesce: 'earliest' } })
    expect(firesOf(result)).toEqual([5_000])
    expect(spansOf(result)).toEqual(['15000-45000 coalesced'])
  })

  test('is made up only for the latest maxCatchUp times, the older ones being one span', () => {
    const result = planned({ ...gap, policies: { coalesce: 'all', maxCatchUp: 2 } })
    expect(firesOf(result)).toEqual([35_000, 45_000])
    expect(spansOf(result)).toEqual(['5000-25000 coalesced'])
  })

  test('of before this node published is told apart from what it folded itself', () => {
    const result = planned({ ...gap, since: 20_000, policies: {} })
    expect(spansOf(result)).toEqual(['5000-15000 missed_in_outage', '25000-35000 coalesced'])
    const whole = planned({ ...gap, since: 50_000, policies: {} })
    expect(spansOf(whole)).toEqual(['5000-35000 missed_in_outage'])
  })
})

test('a fire within its grace starts until the grace is over', () => {
  const once = { instants: [10_000], now: 10_500, since: 0 }
  const result = planned({ ...once, policies: { misfireGrace: '2s' } })
  expect(result.fires).toEqual([{ at: 10_000, startDeadline: 12_000, missed: 0, catchUp: false }])
  expect(result.next).toBeNull()
})

test('a fire that is later than its grace is a span, on the very millisecond it still runs', () => {
  const due = { instants: [10_000, 99_000], since: 0, policies: { misfireGrace: '2s' } }
  expect(firesOf(planned({ ...due, now: 12_000 }))).toEqual([10_000])
  const late = planned({ ...due, now: 12_001 })
  expect(firesOf(late)).toEqual([])
  expect(spansOf(late)).toEqual(['10000-10000 misfire_grace_exceeded'])
  expect(late.next).toBe(99_000)
})

test('a job that counts from the end of its run gets one fire and no next instant', () => {
  const row = jobRow({ mode: 'delay', delay: 30_000, nextAt: 7_000 })
  const result = plan({ row, timeline: null, now: 9_000, since: 0 })
  expect(firesOf(result)).toEqual([7_000])
  expect(result.next).toBeNull()
})

test('a next instant that the timeline does not know runs first, and nothing is told twice', () => {
  const row = jobRow({ nextAt: 10 })
  const result = plan({ row, timeline: listed([8, 12, 20]), now: 15, since: 0 })
  expect(firesOf(result)).toEqual([12])
  expect(spansOf(result)).toEqual(['10-10 coalesced'])
})

test('a year of seconds is planned without walking through it', () => {
  let asked = 0
  const seconds: Timeline = {
    next: (from) => ((asked += 1), (Math.floor(from / 1_000) + 1) * 1_000),
    previous: (before) => ((asked += 1), (Math.ceil(before / 1_000) - 1) * 1_000),
  }
  const now = 365 * 86_400_000
  const result = plan({ row: jobRow({ nextAt: 1_000 }), timeline: seconds, now, since: 0 })
  expect(result.fires).toEqual([{ at: now, startDeadline: null, missed: 1_000, catchUp: false }])
  expect(asked).toBeLessThan(1_100)
})

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    instants: fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 40 }),
    late: fc.integer({ min: 0, max: 250 }),
    since: fc.integer({ min: 0, max: 250 }),
    policies: fc.record({
      coalesce: fc.constantFrom('latest' as const, 'earliest' as const, 'all' as const),
      misfireGrace: fc.constantFrom('unlimited' as const, '5ms', '40ms'),
      maxCatchUp: fc.integer({ min: 1, max: 12 }),
    }),
  })
  .map(({ instants, late, since, policies }) => {
    const sorted = instants.toSorted((a, b) => a - b)
    return { instants: sorted, now: sorted[0]! + late, since, policies }
  })

describe('for any trigger and policy', () => {
  test('every due instant is in the plan exactly once, and no other is', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const result = planned(given)
        const due = given.instants.filter((at) => at <= given.now)
        const told = due.map((at) => ({
          at,
          times:
            result.fires.filter((fire) => fire.at === at).length +
            result.spans.filter((span) => span.first <= at && at <= span.last).length,
        }))
        expect(told).toEqual(due.map((at) => ({ at, times: 1 })))
        expect(firesOf(result).every((at) => due.includes(at))).toBe(true)
        expect(
          result.spans.every(({ first, last }) => due.includes(first) && due.includes(last)),
        ).toBe(true)
        expect(result.next).toBe(given.instants.find((at) => at > given.now) ?? null)
      }),
    )
  })

  test('the fires are those of a plan that enumerates everything', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        expect(firesOf(planned(given))).toEqual(enumerated(given))
      }),
    )
  })

  test('fires and spans are in order, and no span reaches over a fire', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { fires, spans } = planned(given)
        const edges = [
          ...fires.map(({ at }) => [at, at] as const),
          ...spans.map(({ first, last }) => [first, last] as const),
        ].toSorted(([a], [b]) => a - b)
        edges.forEach(([first, last], index) => {
          expect(last).toBeGreaterThanOrEqual(first)
          if (index > 0) expect(first).toBeGreaterThan(edges[index - 1]![1])
        })
        expect(fires.map(({ at }) => at)).toEqual(
          fires.map(({ at }) => at).toSorted((a, b) => a - b),
        )
        expect(spans.map(({ first }) => first)).toEqual(
          spans.map(({ first }) => first).toSorted((a, b) => a - b),
        )
      }),
    )
  })
})

/** The rule in its simplest words: choose, then drop what is too late. */
function enumerated({ instants, now, policies }: Case): readonly EpochMs[] {
  const due = instants.filter((at) => at <= now)
  const { coalesce, maxCatchUp = 1_000 } = policies
  const grace =
    policies.misfireGrace === 'unlimited'
      ? Infinity
      : Number.parseInt(String(policies.misfireGrace), 10)
  const chosen =
    coalesce === 'all'
      ? due.slice(-maxCatchUp)
      : coalesce === 'earliest'
        ? due.slice(0, 1)
        : due.slice(-1)
  return chosen.filter((at) => now - at <= grace)
}
