import { isoWeekOf } from '../time/civil.ts'
import type { SpecialDay } from './cron-form.ts'
import type { CronValueSet } from './cron-value-set.ts'

/** A month: the day since 1970 with which it begins, the weekday of that (0 is Sunday), and how many days it has. */
export interface MonthShape {
  readonly firstDay: number
  readonly firstWeekday: number
  readonly length: number
}

/** Days of a month as bits, the first day lowest. */
export type DayBits = number

/** What one field says of the days of a month: any of its parts may match. */
export interface DayChoice {
  readonly days: DayBits
  /** Bits, Sunday lowest. */
  readonly weekdays: number
  readonly special: readonly SpecialDay[]
}

/** Which days match; a choice of null is any day. */
export interface DayRule {
  readonly day: DayChoice | null
  readonly dayOfWeek: DayChoice | null
  readonly match: 'both' | 'either'
  readonly weeks: CronValueSet | null
}

/** The days of a month that match. */
export function matchingDays(rule: DayRule, month: MonthShape): DayBits {
  const all = ALL_DAYS >>> (31 - month.length)
  const day = rule.day === null ? all : chosenDays(rule.day, month)
  const dayOfWeek = rule.dayOfWeek === null ? all : chosenDays(rule.dayOfWeek, month)
  const days = (rule.match === 'either' ? day | dayOfWeek : day & dayOfWeek) & all
  return rule.weeks === null || days === 0 ? days : days & daysInWeeks(rule.weeks, month)
}

const ALL_DAYS = 0x7f_ff_ff_ff

function chosenDays(choice: DayChoice, month: MonthShape): DayBits {
  let days = choice.days
  if (choice.weekdays !== 0) {
    const { weekdays } = choice
    const week = (weekdays >> month.firstWeekday) | (weekdays << (7 - month.firstWeekday))
    const first = week & 0x7f
    days |= first | (first << 7) | (first << 14) | (first << 21) | (first << 28)
  }
  for (const one of choice.special) {
    const day = specialDayIn(one, month)
    if (day > 0) days |= 1 << (day - 1)
  }
  return days
}

/** The day of the month, or 0 when this one has none. */
function specialDayIn(special: SpecialDay, month: MonthShape): number {
  switch (special.kind) {
    case 'lastDay':
      return Math.max(month.length - special.back, 0)
    case 'nearestWorkday':
      return special.day > month.length ? 0 : workdayNear(special.day, month)
    case 'lastWorkday':
      return special.back >= month.length ? 0 : workdayNear(month.length - special.back, month)
    case 'nthWeekday': {
      const day = firstOf(special.weekday, month) + (special.nth - 1) * 7
      return day > month.length ? 0 : day
    }
    case 'lastWeekday': {
      const first = firstOf(special.weekday, month)
      return first + Math.floor((month.length - first) / 7) * 7
    }
  }
}

function firstOf(weekday: number, month: MonthShape): number {
  return 1 + ((weekday - month.firstWeekday + 7) % 7)
}

/** The nearest day from Monday to Friday that lies in the month. */
function workdayNear(day: number, month: MonthShape): number {
  const weekday = (month.firstWeekday + day - 1) % 7
  if (weekday === 6) return day > 1 ? day - 1 : day + 2
  if (weekday === 0) return day < month.length ? day + 1 : day - 2
  return day
}

function daysInWeeks(weeks: CronValueSet, { firstDay, length }: MonthShape): DayBits {
  let days = 0
  for (let day = 0; day < length; day++) {
    if (weeks.has(isoWeekOf(firstDay + day))) days |= 1 << day
  }
  return days
}
