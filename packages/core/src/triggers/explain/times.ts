import { partOf, runOf } from './part.ts'
import type { Part } from './part.ts'

/** The times of day of a cron expression, in the shape in which one would say them. */
export type Times =
  /** A few times of the clock, such as 09:00 and 17:30. */
  | { readonly kind: 'clock'; readonly times: readonly string[] }
  | Each
  /** Field by field; a null hour is every hour, a null minute every minute, a null second is second 0. */
  | {
      readonly kind: 'parts'
      readonly hour: Part | null
      readonly minute: Part | null
      readonly second: Part | null
    }

/** Evenly, all day long or between two times of the clock. */
export interface Each {
  readonly kind: 'each'
  readonly unit: TimeUnit
  readonly step: number
  readonly window: Window | null
}

export type TimeUnit = 'second' | 'minute' | 'hour'

/** The first and the last time of the clock. */
export type Window = readonly [string, string]

/** The values that the seconds, minutes and hours of an expression take, each ascending. */
interface TimeValues {
  readonly seconds: readonly number[]
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
}

/** The shape of times of day, whose values ascend: a few clock times, else evenly spaced where they are, else field by field. */
export function timesOf(valuesOf: (unit: TimeUnit) => readonly number[]): Times {
  const values = {
    seconds: valuesOf('second'),
    minutes: valuesOf('minute'),
    hours: valuesOf('hour'),
  }
  const { seconds, minutes, hours } = values
  const count = seconds.length * minutes.length * hours.length
  if (count <= FEW) return { kind: 'clock', times: clockTimes(values) }
  const even = evenly(values)
  if (even !== null) return even
  if (count <= SOME && seconds.length === 1) return { kind: 'clock', times: clockTimes(values) }
  return {
    kind: 'parts',
    hour: hours.length === 24 ? null : partOf(hours, 24),
    minute: minutes.length === 60 ? null : partOf(minutes, 60),
    second: isZero(seconds) ? null : partOf(seconds, 60),
  }
}

/** So many clock times are listed even when they lie evenly, and so many when they do not. */
const FEW = 4
const SOME = 8

function evenly({ seconds, minutes, hours }: TimeValues): Each | null {
  if (seconds.length > 1) return evenSeconds({ seconds, minutes, hours })
  if (minutes.length > 1) return isZero(seconds) ? evenMinutes(minutes, hours) : null
  return evenHours(hours, [minutes[0] ?? 0, seconds[0] ?? 0])
}

function evenSeconds({ seconds, minutes, hours }: TimeValues): Each | null {
  const step = stepAround(seconds)
  if (step === null) return null
  const each = { kind: 'each', unit: 'second', step } as const
  if (minutes.length === 60 && hours.length === 24) {
    return seconds[0] === 0 ? { ...each, window: null } : null
  }
  // Minutes that run through the end of the hour are not one stretch of it.
  const [hourRun, minuteRun] = [runOf(hours, 24), runOf(minutes, Number.POSITIVE_INFINITY)]
  if (hourRun === null || minuteRun === null) return null
  if (hours.length > 1 && minutes.length < 60) return null
  const first = clock(hourRun[0], minuteRun[0], seconds[0] ?? 0, true)
  return { ...each, window: [first, clock(hourRun[1], minuteRun[1], seconds.at(-1) ?? 0, true)] }
}

function evenMinutes(minutes: readonly number[], hours: readonly number[]): Each | null {
  const step = stepAround(minutes)
  if (step === null) return null
  const each = { kind: 'each', unit: 'minute', step } as const
  if (hours.length === 24) return minutes[0] === 0 ? { ...each, window: null } : null
  const run = runOf(hours, 24)
  if (run === null) return null
  return { ...each, window: [clock(run[0], minutes[0] ?? 0), clock(run[1], minutes.at(-1) ?? 0)] }
}

function evenHours(hours: readonly number[], [minute, second]: [number, number]): Each | null {
  const each = { kind: 'each', unit: 'hour' } as const
  if (hours.length === 24) {
    return minute === 0 && second === 0 ? { ...each, step: 1, window: null } : null
  }
  const part = partOf(hours, 24)
  if (part.kind === 'list') return null
  const step = part.kind === 'run' ? 1 : part.step
  return {
    ...each,
    step,
    window: [clock(part.first, minute, second), clock(part.last, minute, second)],
  }
}

/** The gap between neighbours of a field of 60 when it is the same all around; otherwise null. */
function stepAround(values: readonly number[]): number | null {
  const step = 60 / values.length
  const [first = 0] = values
  return values.every((value, at) => value === first + at * step) ? step : null
}

function clockTimes({ seconds, minutes, hours }: TimeValues): string[] {
  const withSeconds = !isZero(seconds)
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => clock(hour, minute, second, withSeconds))),
  )
}

function clock(hour: number, minute: number, second = 0, withSeconds = second !== 0): string {
  return [hour, minute, ...(withSeconds ? [second] : [])].map(two).join(':')
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function isZero(values: readonly number[]): boolean {
  return values.length === 1 && values[0] === 0
}
