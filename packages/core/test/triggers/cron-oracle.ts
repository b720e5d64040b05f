import type { CalendarDay, LocalTime, LocalWindow, RealMinute } from './local-window.ts'

/** An expression as what matches it. */
export interface Matcher {
  readonly isWildcard: boolean
  readonly hours: ReadonlySet<number>
  readonly minutes: ReadonlySet<number>
  readonly seconds: readonly number[]
  day(day: CalendarDay): boolean
}

/** The first fire after an instant by Vixie's rule, found by looking at each minute of the window in turn. */
export function nextIn(window: LocalWindow, matcher: Matcher, from: number): number | null {
  const { minutes } = window
  for (let at = indexOf(from, window); at < minutes.length; at++) {
    const later = firesIn(minutes[at], matcher).filter((fire) => fire > from)
    if (later.length > 0) return Math.min(...later)
  }
  return null
}

/** The last fire before an instant. */
export function previousIn(window: LocalWindow, matcher: Matcher, before: number): number | null {
  for (let at = indexOf(before, window); at >= 0; at--) {
    const earlier = firesIn(window.minutes[at], matcher).filter((fire) => fire < before)
    if (earlier.length > 0) return Math.max(...earlier)
  }
  return null
}

function indexOf(instant: number, { minutes }: LocalWindow): number {
  const index = Math.floor((instant - (minutes[0]?.instant ?? 0)) / 60_000)
  return Math.min(Math.max(index, 0), minutes.length - 1)
}

const NONE: readonly number[] = []

function firesIn(minute: RealMinute | undefined, matcher: Matcher): readonly number[] {
  if (minute === undefined) return NONE
  const { instant, time, skipped, isRepeat } = minute
  const isSilent = isRepeat && !matcher.isWildcard
  const isDue = !isSilent && matches(time, matcher)
  const isOwed = !matcher.isWildcard && skipped.some((one) => matches(one, matcher))
  if (!isDue && !isOwed) return NONE
  const fires = isDue ? matcher.seconds.map((each) => instant + each * 1_000) : []
  return isOwed ? [instant, ...fires] : fires
}

function matches({ day, hour, minute }: LocalTime, matcher: Matcher): boolean {
  return matcher.minutes.has(minute) && matcher.hours.has(hour) && matcher.day(day)
}
