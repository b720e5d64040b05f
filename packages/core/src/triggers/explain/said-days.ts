import { RULES } from '../cron-form.ts'
import type { CronField, CronFieldName, CronForm, SpecialDay } from '../cron-form.ts'
import type { Days, MonthDay, NthWeekday, WeekDay } from './days.ts'
import { partOf } from './part.ts'
import type { Part } from './part.ts'
import type { ResolvedCron } from './read-cron.ts'

/** The days of an expression, as one would say them. */
export function saidDays({ fields, days }: CronForm, { valuesOf }: ResolvedCron): Days {
  const partIn = (name: CronFieldName): Part | null => {
    const values = valuesOf(name)
    return values.length === RULES[name].size
      ? null
      : partOf(values, TURNS_AFTER[name] ?? Number.POSITIVE_INFINITY)
  }
  const ofMonth = monthDays(fields.day, valuesOf('day'))
  const ofWeek = weekDays(fields.dayOfWeek, valuesOf('dayOfWeek'))
  // Where either is enough, one that takes every day leaves nothing to the other.
  const isFree = days === 'either' && (ofMonth.length === 0 || ofWeek.length === 0)
  return {
    ofMonth: isFree ? [] : ofMonth,
    ofWeek: isFree ? [] : ofWeek,
    both: days === 'both',
    months: partIn('month'),
    weeks: partIn('week'),
    years: partIn('year'),
  }
}

const TURNS_AFTER: Readonly<Record<string, number>> = { month: 12, week: 53 }

/** A weekday from 1 for Monday, of one from 0 for Sunday. */
export function isoWeekday(weekday: number): number {
  return weekday === 0 ? 7 : weekday
}

function monthDays({ items }: CronField, values: readonly number[]): MonthDay[] {
  if (values.length === 31) return []
  const special = items.flatMap((item) => (isSpecial(item) ? [specialDay(item)] : []))
  if (values.length === 0) return special
  return [{ kind: 'days', part: partOf(values, Number.POSITIVE_INFINITY) }, ...special]
}

function weekDays({ items }: CronField, values: readonly number[]): WeekDay[] {
  if (values.length === 7) return []
  const special = items.flatMap((item) => {
    const day = isSpecial(item) ? specialDay(item) : null
    return day?.kind === 'nth' ? [day] : []
  })
  if (values.length === 0) return special
  const weekdays = values.map(isoWeekday).sort((one, other) => one - other)
  return [{ kind: 'weekdays', part: partOf(weekdays, 7) }, ...special]
}

function specialDay(day: SpecialDay): MonthDay {
  switch (day.kind) {
    case 'lastDay':
      return { kind: 'last', before: day.back }
    case 'nearestWorkday':
      return { kind: 'nearest', day: day.day }
    case 'lastWorkday':
      return { kind: 'nearestLast', before: day.back }
    case 'lastWeekday':
      return nth(-1, day.weekday)
    case 'nthWeekday':
      return nth(day.nth, day.weekday)
  }
}

function nth(place: number, weekday: number): NthWeekday {
  return { kind: 'nth', nth: place, weekday: isoWeekday(weekday) }
}

function isSpecial(item: CronField['items'][number]): item is SpecialDay {
  return item.kind !== 'span' && item.kind !== 'hash'
}
