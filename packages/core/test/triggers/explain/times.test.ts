import fc from 'fast-check'
import { expect, it } from 'vitest'
import { partOf } from '../../../src/triggers/explain/part.ts'
import type { Part } from '../../../src/triggers/explain/part.ts'
import { timesOf } from '../../../src/triggers/explain/times.ts'
import type { Times } from '../../../src/triggers/explain/times.ts'

it('Values are the same after they were put as a list, a run or a step', () => {
  const sizes = fc.constantFrom(7, 12, 24, 60, Number.POSITIVE_INFINITY)
  fc.assert(
    fc.property(valuesUpTo(60), sizes, (all, size) => {
      const values = all.filter((value) => value < size)
      fc.pre(values.length > 0)
      expect(ascending(partValues(partOf(values, size), size))).toEqual(values)
    }),
  )
})

it('Times of day are the same after they were put into the shape in which they are said', () => {
  fc.assert(
    fc.property(valuesUpTo(60), valuesUpTo(60), valuesUpTo(24), (second, minute, hour) => {
      const values = { second, minute, hour }
      const times = hour.flatMap((h) =>
        minute.flatMap((m) => second.map((s) => h * 3_600 + m * 60 + s)),
      )
      expect(ascending(secondsOf(timesOf((unit) => values[unit])))).toEqual(times)
    }),
    { numRuns: 500 },
  )
})

/** Values as cron fields have them: all, steps, ranges, lists. */
function valuesUpTo(size: number): fc.Arbitrary<number[]> {
  const value = fc.nat(size - 1)
  const stepped = fc
    .tuple(value, value, fc.integer({ min: 1, max: size }))
    .map(([first, length, step]) => {
      const count = Math.ceil((length + 1) / step)
      return ascending(Array.from({ length: count }, (_, at) => (first + at * step) % size))
    })
  const listed = fc.uniqueArray(value, { minLength: 1, maxLength: 6 }).map(ascending)
  return fc.oneof(stepped, listed, fc.constant(Array.from({ length: size }, (_, at) => at)))
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((one, other) => one - other)
}

function partValues(part: Part, size: number): number[] {
  if (part.kind === 'list') return [...part.values]
  const step = part.kind === 'run' ? 1 : part.step
  const last = part.last < part.first ? part.last + size : part.last
  const count = (last - part.first) / step + 1
  return Array.from({ length: count }, (_, at) => {
    const value = part.first + at * step
    return value < size ? value : value - size
  })
}

/** All times of day that a shape stands for, in seconds since midnight. */
function secondsOf(times: Times): number[] {
  if (times.kind === 'clock') return times.times.map(secondOf)
  if (times.kind === 'parts') {
    const all = (size: number): number[] => Array.from({ length: size }, (_, at) => at)
    const hours = times.hour === null ? all(24) : partValues(times.hour, 24)
    const minutes = times.minute === null ? all(60) : partValues(times.minute, 60)
    const seconds = times.second === null ? [0] : partValues(times.second, 60)
    return hours.flatMap((h) => minutes.flatMap((m) => seconds.map((s) => h * 3_600 + m * 60 + s)))
  }
  const step = times.step * { second: 1, minute: 60, hour: 3_600 }[times.unit]
  if (times.window === null) return Array.from({ length: 86_400 / step }, (_, at) => at * step)
  const [first, end] = times.window.map(secondOf)
  const last = (end ?? 0) < (first ?? 0) ? (end ?? 0) + 86_400 : (end ?? 0)
  const seconds: number[] = []
  for (let at = first ?? 0; at <= last; at += step) seconds.push(at % 86_400)
  return seconds
}

function secondOf(clock: string): number {
  const [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number)
  return hour * 3_600 + minute * 60 + second
}
