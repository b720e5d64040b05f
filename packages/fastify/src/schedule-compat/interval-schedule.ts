/** The time between two executions: the sum of its fields. */
export interface SimpleIntervalSchedule {
  days?: number
  hours?: number
  minutes?: number
  seconds?: number
  milliseconds?: number
  /** Also execute whenever the job is started. Default false. */
  runImmediately?: boolean
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Whole milliseconds, and never less than one: so the timers of Node read what they are given. */
export function periodOf(schedule: SimpleIntervalSchedule): number {
  const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = schedule
  const sum = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + milliseconds
  return sum >= 1 ? Math.trunc(sum) : 1
}
