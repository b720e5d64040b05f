import { expect, test } from 'vitest'
import { usual } from '../src/driver/chaos-options.ts'
import type { FaultKind } from '../src/driver/fault.ts'
import { planFaults, quietOf } from '../src/driver/plan-faults.ts'

const onServer = { ...usual, store: 'postgres' } as const

function timesOf(kind: FaultKind, options = usual): number {
  return planFaults(options).filter((fault) => fault.kind === kind).length
}

test('the same seed plans the same faults, another seed others', () => {
  expect(planFaults(usual)).toEqual(planFaults({ ...usual }))
  expect(planFaults({ ...usual, seed: 2 })).not.toEqual(planFaults(usual))
})

test.each([1, 2, 3, 4, 5])(
  'a minute with seed %i holds as many faults as are asked for',
  (seed) => {
    const options = { ...onServer, seed }
    expect(timesOf('kill', options)).toBeGreaterThanOrEqual(20)
    expect(timesOf('stop', options)).toBeGreaterThanOrEqual(15)
    expect(timesOf('cut', options)).toBeGreaterThanOrEqual(15)
    expect(timesOf('restart', options)).toBeGreaterThanOrEqual(2)
  },
)

test('a file has no connections to cut and no server to restart, MongoDB none that is ours', () => {
  expect(timesOf('cut')).toBe(0)
  expect(timesOf('restart')).toBe(0)
  expect(timesOf('restart', { ...usual, store: 'mongodb' })).toBe(0)
  expect(timesOf('cut', { ...usual, store: 'mongodb' })).toBeGreaterThan(0)
})

test('two processes at least go on while the others stand still, for longer than the lease', () => {
  const faults = planFaults({ ...usual, seconds: 600 })
  const stops = faults.flatMap((fault) => (fault.kind === 'stop' ? [fault] : []))
  for (const { at, lasts } of stops) {
    const still = stops.filter((other) => other.at <= at && at < other.at + other.lasts)
    expect(still.length).toBeLessThanOrEqual(usual.nodes - 2)
    expect(lasts).toBeGreaterThan(usual.lease)
  }
})

test('nothing is done to a process that stands still', () => {
  const faults = planFaults({ ...usual, seconds: 600 })
  for (const stop of faults) {
    if (stop.kind !== 'stop') continue
    const meanwhile = faults.filter(
      (other) =>
        'slot' in other &&
        other !== stop &&
        other.slot === stop.slot &&
        stop.at <= other.at &&
        other.at <= stop.at + stop.lasts,
    )
    expect(meanwhile).toEqual([])
  }
})

test('the end is quiet, so that lateness can be judged there', () => {
  const { after } = quietOf(usual.seconds)
  const last = Math.max(...planFaults(usual).map(({ at }) => at))
  expect(last).toBeLessThanOrEqual(usual.seconds * 1_000 - after)
})
