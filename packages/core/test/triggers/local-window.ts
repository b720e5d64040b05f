/** A day of the calendar, and its month. */
export interface CalendarDay {
  readonly year: number
  readonly month: number
  readonly day: number
  /** 0 is Sunday. */
  readonly weekday: number
  readonly week: number
  readonly monthLength: number
}

/** What a local clock shows, to the minute. */
export interface LocalTime {
  readonly day: CalendarDay
  readonly hour: number
  readonly minute: number
}

/** A minute of real time. */
export interface RealMinute {
  readonly instant: number
  readonly time: LocalTime
  /** What the clock left out just before, if that is less than three hours. */
  readonly skipped: readonly LocalTime[]
  /** Whether the clock shows the time once more, having been put back by at most three hours. */
  readonly isRepeat: boolean
}

/** Some hours of real time. */
export interface LocalWindow {
  readonly timezone: string
  readonly minutes: readonly RealMinute[]
  /** When the clock jumps, or the middle where it does not. */
  readonly change: number
  readonly jumps: boolean
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The 28 hours around the change of the clock that lies within two days of a date. */
export function localWindow(timezone: string, date: string): LocalWindow {
  const begin = Date.parse(`${date}T00:00Z`) - 40 * HOUR
  const shown = shownFrom(timezone, begin, 96 * 60)
  const found = shown.findIndex((local, at) => at > 0 && local !== (shown[at - 1] ?? 0) + 1)
  const middle = found < 0 ? 48 * 60 : found
  const minutes = annotated(begin, shown).slice(middle - 14 * 60, middle + 14 * 60)
  return { timezone, minutes, change: begin + middle * MINUTE, jumps: found >= 0 }
}

/** What the runtime's calendar shows, minute by minute, as minutes counted as if it were UTC. */
function shownFrom(timezone: string, begin: number, count: number): number[] {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: timezone, hourCycle: 'h23', year: 'numeric', month: 'numeric' },
    ...{ day: 'numeric', hour: 'numeric', minute: 'numeric' },
  })
  return Array.from({ length: count }, (_, index) => {
    const parts: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(begin + index * MINUTE)) {
      parts[type] = Number(value)
    }
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute) / MINUTE
  })
}

function annotated(begin: number, shown: readonly number[]): RealMinute[] {
  let before = (shown[0] ?? 0) - 1
  let repeatsUntil = Number.NEGATIVE_INFINITY
  return shown.map((local, index) => {
    const jump = local - (before + 1)
    const skipped =
      jump > 0 && jump < 180 ? Array.from({ length: jump }, (_, at) => before + 1 + at) : []
    if (jump < 0) repeatsUntil = jump >= -180 ? before + 1 : local
    before = local
    return {
      instant: begin + index * MINUTE,
      time: localTime(local),
      skipped: skipped.map(localTime),
      isRepeat: local < repeatsUntil,
    }
  })
}

const days = new Map<number, CalendarDay>()

export function localTime(local: number): LocalTime {
  const number = Math.floor(local / 1_440)
  const known = days.get(number) ?? calendarDay(new Date(number * 1_440 * MINUTE))
  days.set(number, known)
  return {
    day: known,
    hour: Math.floor(local / 60) - number * 24,
    minute: local - Math.floor(local / 60) * 60,
  }
}

function calendarDay(date: Date): CalendarDay {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1]
  return {
    ...{ year, month, day: date.getUTCDate(), weekday: date.getUTCDay(), week: isoWeek(date) },
    monthLength: new Date(Date.UTC(year, month, 0)).getUTCDate(),
  }
}

/** Counts the Mondays up to the week, from that of 4 January, which is always in week 1. */
function isoWeek(date: Date): number {
  const monday = mondayOf(date.getTime())
  let year = date.getUTCFullYear() + 1
  while (mondayOf(Date.UTC(year, 0, 4)) > monday) year--
  return 1 + (monday - mondayOf(Date.UTC(year, 0, 4))) / (7 * 24 * HOUR)
}

function mondayOf(time: number): number {
  return time - ((new Date(time).getUTCDay() + 6) % 7) * 24 * HOUR
}
