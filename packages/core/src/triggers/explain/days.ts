import type { Part } from './part.ts'

/** The days of a cron expression; no item in a list means that any will do. */
export interface Days {
  readonly ofMonth: readonly MonthDay[]
  readonly ofWeek: readonly WeekDay[]
  /** Both must match when both are restricted, instead of either. */
  readonly both: boolean
  readonly months: Part | null
  readonly weeks: Part | null
  readonly years: Part | null
}

/** Days of a month. */
export type MonthDay =
  | { readonly kind: 'days'; readonly part: Part }
  | { readonly kind: 'last'; readonly before: number }
  /** The weekday from Monday to Friday nearest to a day, or to `before` days before the last one. */
  | { readonly kind: 'nearest'; readonly day: number }
  | { readonly kind: 'nearestLast'; readonly before: number }
  | NthWeekday

/** Weekdays from 1 for Monday to 7 for Sunday; a run may go over Sunday. */
export type WeekDay = { readonly kind: 'weekdays'; readonly part: Part } | NthWeekday

/** A weekday by its place in the month, from 1; -1 is the last. */
export interface NthWeekday {
  readonly kind: 'nth'
  readonly nth: number
  readonly weekday: number
}
