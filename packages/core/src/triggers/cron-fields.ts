import type { Json } from '../json/json.ts'
import { cronError, sayText } from './cron-error.ts'
import { anyValue, checkCharacters, checkLength, cronField } from './cron-field.ts'
import type { ReadItem } from './cron-field.ts'
import { cronForm } from './cron-form.ts'
import type { CronField, CronFieldName, CronForm, CronItem } from './cron-form.ts'
import { cronItem } from './cron-item.ts'
import { spokenDayOf } from './cron-special-day.ts'
import type { ItemPlace } from './cron-value.ts'
import { refuseUnknown } from './trigger-checks.ts'

/**
 * A cron expression by its fields, all of which must match.
 *
 * Fields finer than the finest given one are at their minimum, the others take any value; `week` (ISO 8601) and `dayOfWeek`
 * take any value unless given. Each takes what cron text takes, days of the week by names only; `day` also takes `'last'`,
 * `'last fri'` and `'2nd tue'`.
 */
export interface CronFields {
  year?: number | string
  month?: number | string
  day?: number | string
  week?: number | string
  dayOfWeek?: string
  hour?: number | string
  minute?: number | string
  second?: number | string
}

/** Reads cron fields, as strictly as text. */
export function formOfFields(fields: CronFields): CronForm {
  refuseUnknown(fields, NAMES, 'cron')
  const given = NAMES.filter((name) => fields[name] !== undefined)
  const finest = NAMES.lastIndexOf(given.at(-1) ?? 'year')
  if (given.length === 0) {
    throw cronError(
      'PUNCTUAL_CRON_EMPTY',
      'no field is given',
      'write { hour: 3 } for 03:00 each day',
    )
  }
  const texts = NAMES.map((name, index) => {
    const value = fields[name]
    if (value !== undefined) return textOf(name, value)
    return index < finest ? '*' : LEAST[name]
  })
  checkLength(texts.join(' ').length)
  const read = NAMES.map((name, index) => [name, fieldOf(name, texts[index] ?? '')] as const)
  return cronForm(Object.fromEntries(read) as Record<CronFieldName, CronField>, 'both')
}

/** The fields as they are stored: those that are given, in one order. */
export function fieldsToJson(fields: CronFields): Json {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = fields[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** The coarsest first. */
const NAMES = ['year', 'month', 'day', 'week', 'dayOfWeek', 'hour', 'minute', 'second'] as const

const LEAST: Readonly<Record<CronFieldName, string>> = {
  year: '*',
  month: '1',
  day: '1',
  week: '*',
  dayOfWeek: '*',
  hour: '0',
  minute: '0',
  second: '0',
}

function textOf(name: CronFieldName, value: unknown): string {
  if (typeof value === 'number' && name !== 'dayOfWeek') return String(value)
  if (typeof value === 'string')
    return value.replaceAll(/^[ \t]+|[ \t]+$|[ \t]+(?=,)|(?<=,)[ \t]+/g, '')
  const [code, hint] =
    typeof value === 'number'
      ? (['PUNCTUAL_CRON_NAME', "write 'mon' or 'mon-fri'"] as const)
      : (['PUNCTUAL_CRON_SYNTAX', 'write a number or text'] as const)
  throw cronError(code, `${name} cannot be a ${typeof value}`, hint, { field: name, column: null })
}

const READERS: { readonly [name in CronFieldName]?: ReadItem } = {
  day: dayItem,
  dayOfWeek: weekdayItem,
}

function fieldOf(name: CronFieldName, text: string): CronField {
  checkCharacters(text, { field: name, column: 1 })
  if (text === '*') return anyValue(text)
  return cronField(name, text, 1, READERS[name])
}

function dayItem(text: string, place: ItemPlace): CronItem {
  return spokenDayOf(text) ?? cronItem(text, place)
}

/** Systems number the days of the week differently and begin it on different days; names and ranges of them mean the same. */
function weekdayItem(text: string, place: ItemPlace): CronItem {
  if (/^\d|-\d/.test(text)) {
    const hint = 'write sun, mon, tue, wed, thu, fri or sat: numbers mean different days elsewhere'
    throw cronError('PUNCTUAL_CRON_NAME', `${sayText(text)} numbers a day of the week`, hint, place)
  }
  if (/^(?:\*|[a-z]{3})\//i.test(text)) {
    const hint =
      "write a range, such as 'mon-sun/2': the week does not begin on the same day everywhere"
    throw cronError('PUNCTUAL_CRON_STEP', `${sayText(text)} has no end to count to`, hint, place)
  }
  return cronItem(text, place)
}
