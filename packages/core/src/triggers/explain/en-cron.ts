import type { Days, MonthDay, NthWeekday, WeekDay } from './days.ts'
import { enList, enMonth, enOrdinal, enPart, enWeekday } from './en-text.ts'
import type { Part } from './part.ts'
import type { Each, Times } from './times.ts'

/** 'at 09:00' without the 'at', 'every 5 minutes from 09:00 to 17:55', 'at minute 20 of every hour'. */
export function enTimes(times: Times): string {
  if (times.kind === 'clock') return enList(times.times, 'and')
  if (times.kind === 'each') return each(times)
  const { hour, minute, second } = times
  const parts = [
    ...(second === null ? [] : [named('second', second)]),
    ...(second !== null && minute === null ? ['every minute'] : []),
    ...(minute === null ? [] : [named('minute', minute)]),
  ]
  if (parts.length === 0) parts.push('every minute')
  const ofHour = hour === null ? 'every hour' : named('hour', hour)
  const isPlain = minute === null && hour === null
  const said = [...parts, ...(isPlain ? [] : [ofHour])].join(' of ')
  return said.startsWith('every') ? said : `at ${said}`
}

/** The days; '' or, where a clock time follows, 'every day' when any day will do. */
export function enDays(days: Days, followed: boolean): string {
  const { ofMonth, ofWeek, months, weeks, years } = days
  const when = [
    ...(weeks === null ? [] : [`in ISO ${named('week', weeks)}`]),
    ...(years === null ? [] : [inPart(years)]),
  ]
  const inMonths = months === null ? [] : [inPart(months, enMonth)]
  if (ofMonth.length > 0 && ofWeek.length > 0) return [both(days), ...inMonths, ...when].join(', ')
  if (ofMonth.length > 0) return [`on ${monthDays(ofMonth, ofMonths(months))}`, ...when].join(' ')
  if (ofWeek.length > 0) return [weekDays(ofWeek, months), ...when].join(' ')
  return [...(followed ? ['every day'] : []), ...inMonths, ...when].join(' ')
}

function each({ unit, step, window }: Each): string {
  const rate = step === 1 ? `every ${unit}` : `every ${step} ${unit}s`
  if (window !== null) return `${rate} from ${window[0]} to ${window[1]}`
  return unit === 'hour' ? `${rate} on the hour` : rate
}

function both({ ofMonth, ofWeek, both: needsBoth }: Days): string {
  const inMonth = monthDays(ofMonth, 'of the month')
  const names = ofWeek.map((day) => weekDay(day, 'of the month'))
  if (needsBoth) return `on ${inMonth} if that is ${enList(names, 'or')}`
  return `on ${inMonth} or on ${enList(names, 'and')}`
}

function inPart(part: Part, say?: (value: number) => string): string {
  return `${part.kind === 'run' ? 'from' : 'in'} ${enPart(part, say)}`
}

function ofMonths(months: Part | null): string {
  return months === null ? 'of every month' : `of ${enPart(months, enMonth)}`
}

function weekDays(days: readonly WeekDay[], months: Part | null): string {
  const [only] = days
  const plain = days.every((day) => day.kind === 'weekdays')
  if (!plain || only?.kind !== 'weekdays') {
    return `on ${enList(
      days.map((day) => weekDay(day, ofMonths(months))),
      'and',
    )}`
  }
  const names = enPart(only.part, enWeekday)
  const inMonths = months === null ? '' : ` ${inPart(months, enMonth)}`
  if (only.part.kind === 'run') return `${names}${inMonths}`
  const isSingle = only.part.kind === 'list' && only.part.values.length === 1
  return `${isSingle ? 'every' : 'on'} ${names}${inMonths}`
}

function weekDay(day: WeekDay, ofMonth: string): string {
  if (day.kind === 'weekdays') return enPart(day.part, enWeekday)
  return `${nth(day)} ${ofMonth}`
}

function monthDays(days: readonly MonthDay[], ofMonth: string): string {
  return `${enList(days.map(monthDay), 'and')} ${ofMonth}`
}

function monthDay(day: MonthDay): string {
  if (day.kind === 'nth') return nth(day)
  if (day.kind === 'days') return monthDates(day.part)
  if (day.kind === 'nearest') return `${WORKDAY} nearest to the ${enOrdinal(day.day)}`
  if (day.kind === 'last') return day.before === 0 ? 'the last day' : beforeLast(day.before)
  return day.before === 0
    ? `the last ${WORKDAY.slice(4)}`
    : `${WORKDAY} nearest to ${beforeLast(day.before)}`
}

const WORKDAY = 'the weekday (Monday to Friday)'

function monthDates(part: Part): string {
  if (part.kind !== 'step') return `the ${enPart(part, enOrdinal)}`
  return `every ${enOrdinal(part.step)} day from the ${enOrdinal(part.first)} to the ${enOrdinal(part.last)}`
}

function beforeLast(days: number): string {
  return `the day ${days} day${days === 1 ? '' : 's'} before the last day`
}

function nth({ nth: place, weekday }: NthWeekday): string {
  const which = place === -1 ? 'last' : PLACES[place - 1]
  return `the ${which} ${enWeekday(weekday)}`
}

const PLACES = ['first', 'second', 'third', 'fourth', 'fifth'] as const

function named(unit: string, part: Part): string {
  if (part.kind === 'step')
    return `every ${enOrdinal(part.step)} ${unit} from ${part.first} to ${part.last}`
  const isSingle = part.kind === 'list' && part.values.length === 1
  return `${unit}${isSingle ? '' : 's'} ${enPart(part)}`
}
