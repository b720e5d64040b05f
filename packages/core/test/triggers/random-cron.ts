import type { CronFields } from '../../src/triggers/cron-fields.ts'
import type { Matcher } from './cron-oracle.ts'
import type { Dice } from './dice.ts'
import type { LocalTime } from './local-window.ts'
import {
  randomField,
  randomMonthDays,
  randomSpokenDays,
  randomWeekDays,
} from './random-cron-field.ts'
import type { FieldRange } from './random-cron-field.ts'

/** An expression, and what it should match by our own reading of it. */
export interface RandomCron<E> {
  readonly expression: E
  readonly matcher: Matcher
}

/** The values of a local time and around it, where the cases should crowd. */
export function nearTo({ day, hour }: LocalTime): Record<keyof CronFields, readonly number[]> {
  const around = (value: number, least: number, most: number) =>
    [value - 1, value, value + 1].map((one) => Math.min(Math.max(one, least), most))
  return {
    year: around(day.year, 1970, 2199),
    month: [day.month],
    day: around(day.day, 1, 31),
    week: around(day.week, 1, 53),
    dayOfWeek: [],
    hour: around(hour, 0, 23),
    minute: [0, 0, 1, 15, 29, 30, 31, 45, 59],
    second: [0, 0, 0, 30, 59],
  }
}

type Near = ReturnType<typeof nearTo>

function rangesNear(near: Near) {
  const month = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
  return {
    year: { least: 1970, most: 2199, near: near.year },
    month: { least: 1, most: 12, near: near.month, wraps: true, names: month },
    week: { least: 1, most: 53, near: near.week },
    hour: { least: 0, most: 23, near: near.hour, wraps: true },
    minute: { least: 0, most: 59, near: near.minute },
    second: { least: 0, most: 59, near: near.second },
  } satisfies Record<string, FieldRange>
}

export function randomText(dice: Dice, near: Near): RandomCron<string> {
  const ranges = rangesNear(near)
  const size = dice.of([5, 5, 5, 6, 7])
  const or = (percent: number, range: FieldRange, text: string) =>
    dice.chance(percent) ? randomField(dice, range) : { text, values: allOf(range) }
  const second = size > 5 ? randomField(dice, ranges.second) : { text: '0', values: new Set([0]) }
  const [minute, hour] = [randomField(dice, ranges.minute), or(75, ranges.hour, '*')]
  const [month, year] = [or(25, ranges.month, '*'), or(size > 6 ? 50 : 0, ranges.year, '*')]
  const [days, weekdays] = [randomMonthDays(dice, near.day), randomWeekDays(dice, false)]
  const both = !weekdays.isAny && dice.chance(30)
  const mustBoth = both || days.isAny || weekdays.isAny
  const words = [
    minute.text,
    hour.text,
    days.text,
    month.text,
    `${both ? '+' : ''}${weekdays.text}`,
  ]
  return {
    expression: [
      ...(size > 5 ? [second.text] : []),
      ...words,
      ...(size > 6 ? [year.text] : []),
    ].join(dice.of([' ', ' ', '  ', '\t'])),
    matcher: {
      isWildcard: [second, minute, hour].some(({ text }) => text.startsWith('*')),
      hours: hour.values,
      minutes: minute.values,
      seconds: [...second.values],
      day: (day) =>
        month.values.has(day.month) &&
        year.values.has(day.year) &&
        (mustBoth ? days.has(day) && weekdays.has(day) : days.has(day) || weekdays.has(day)),
    },
  }
}

const NAMES = ['year', 'month', 'day', 'week', 'dayOfWeek', 'hour', 'minute', 'second'] as const

export function randomFields(dice: Dice, near: Near): RandomCron<CronFields> {
  const ranges = rangesNear(near)
  const given = NAMES.filter((name) => dice.chance(LIKELY[name]))
  if (given.length === 0) given.push(dice.of(['hour', 'minute', 'second']))
  const finest = NAMES.indexOf(given.at(-1) ?? 'year')
  const least = (name: keyof typeof ranges & keyof CronFields, minimum: number) => {
    if (given.includes(name)) return randomField(dice, ranges[name])
    const isCoarser = NAMES.indexOf(name) < finest || minimum < 0
    return isCoarser
      ? { text: '*', values: allOf(ranges[name]) }
      : { text: String(minimum), values: new Set([minimum]) }
  }
  const [year, month, week] = [least('year', -1), least('month', 1), least('week', -1)]
  const [hour, minute, second] = [least('hour', 0), least('minute', 0), least('second', 0)]
  const spoken = given.includes('day') ? randomSpokenDays(dice, near.day) : null
  const weekdays = given.includes('dayOfWeek') ? randomWeekDays(dice, true) : null
  const isFirst = spoken === null && finest < NAMES.indexOf('day')
  const texts = { year, month, week, hour, minute, second, day: spoken, dayOfWeek: weekdays }
  const written = given.map((name) => {
    const text = texts[name]?.text ?? ''
    return [
      name,
      name !== 'dayOfWeek' && /^\d+$/.test(text) && dice.chance(50) ? Number(text) : text,
    ]
  })
  return {
    expression: Object.fromEntries(written) as CronFields,
    matcher: {
      isWildcard: [second, minute, hour].some(({ text }) => text.startsWith('*')),
      hours: hour.values,
      minutes: minute.values,
      seconds: [...second.values],
      day: (day) =>
        year.values.has(day.year) &&
        month.values.has(day.month) &&
        week.values.has(day.week) &&
        (!isFirst || day.day === 1) &&
        (spoken?.has(day) ?? true) &&
        (weekdays?.has(day) ?? true),
    },
  }
}

const LIKELY: Readonly<Record<keyof CronFields, number>> = {
  ...{ year: 15, month: 20, day: 30, week: 15, dayOfWeek: 25, hour: 70, minute: 70, second: 20 },
}

function allOf({ least, most }: FieldRange): ReadonlySet<number> {
  return new Set(Array.from({ length: most - least + 1 }, (_, index) => least + index))
}
