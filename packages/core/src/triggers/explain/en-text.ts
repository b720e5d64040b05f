import { partOf } from './part.ts'
import type { Part } from './part.ts'
import { unitsOf } from './span.ts'
import type { Millis } from '../../time/epoch.ts'

/** 'a, b and c'. */
export function enList(parts: readonly string[], last: 'and' | 'or'): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1)}`
}

/** '1st', '22nd', '13th'. */
export function enOrdinal(value: number): string {
  const tens = Math.floor(value / 10) % 10
  return `${value}${(tens === 1 ? undefined : ['th', 'st', 'nd', 'rd'][value % 10]) ?? 'th'}`
}

/** 'every hour', 'every 1 hour 30 minutes'. */
export function enEvery(span: Millis): string {
  const [only, ...more] = unitsOf(span)
  return `every ${more.length === 0 && only?.count === 1 ? only.unit : enSpan(span)}`
}

/** '1 hour 30 minutes'. */
export function enSpan(span: Millis): string {
  return unitsOf(span)
    .map(({ unit, count }) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ')
}

/** Some values: '5', '5 and 20', '9 to 17', 'every 7th from 0 to 56'. */
export function enPart(part: Part, say: (value: number) => string = String): string {
  if (part.kind === 'list') return enList(part.values.map(say), 'and')
  const range = `${say(part.first)} to ${say(part.last)}`
  return part.kind === 'run' ? range : `every ${enOrdinal(part.step)} from ${range}`
}

/** Weekdays from 1 for Monday: 'Saturday and Sunday', 'Monday to Friday'. */
export function enWeekdays(weekdays: readonly number[]): string {
  return enPart(partOf(weekdays, 7), enWeekday)
}

/** The name of a weekday from 1 for Monday. */
export function enWeekday(weekday: number): string {
  return WEEKDAYS[weekday - 1] ?? ''
}

/** The name of a month from 1. */
export function enMonth(month: number): string {
  return MONTHS[month - 1] ?? ''
}

const WEEKDAYS = [
  ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
] as const

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
] as const
