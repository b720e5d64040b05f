import { civilOf, dayOf, monthLength, weekdayOf } from '../time/civil.ts'
import type { MonthShape } from './cron-days.ts'
import { FIRST_YEAR, LAST_YEAR } from './cron-form.ts'

/** Months counted from January 1970. */
export type MonthIndex = number

export const MONTH_COUNT: number = (LAST_YEAR - FIRST_YEAR + 1) * 12
export const FIRST_DAY: number = dayOf(FIRST_YEAR, 1, 1)
export const LAST_DAY: number = dayOf(LAST_YEAR, 12, 31)

/** The month that holds a day since 1970. */
export function monthHolding(day: number): MonthIndex {
  const { year, month } = civilOf(day)
  return (year - FIRST_YEAR) * 12 + month - 1
}

/** The shape of a month; worked out once for all. */
export function monthShape(index: MonthIndex): MonthShape {
  const known = shapes[index]
  if (known !== undefined) return known
  const year = FIRST_YEAR + Math.floor(index / 12)
  const month = (index % 12) + 1
  const firstDay = dayOf(year, month, 1)
  const shape = {
    firstDay,
    firstWeekday: weekdayOf(firstDay),
    length: monthLength(year, month),
  }
  shapes[index] = shape
  return shape
}

const shapes: (MonthShape | undefined)[] = Array.from({ length: MONTH_COUNT })
