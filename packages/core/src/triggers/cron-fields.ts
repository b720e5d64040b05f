import type { Json } from '../json/json.ts'
import { cronError, sayText } from './cron-error.ts'
import { anyValue, checkCharacters, checkLength, cronField } from './cron-field.ts'
import { cronForm } from './cron-form.ts'
import type { CronField, CronFieldName, CronForm } from './cron-form.ts'
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
  if (typeof value === 'string') return value.trim().replaceAll(/[ \t]*,[ \t]*/g, ',')
  const hint = name === 'dayOfWeek' ? "write 'mon' or 'mon-fri'" : 'write a number or text'
  const code = typeof value === 'number' ? 'PUNCTUAL_CRON_NAME' : 'PUNCTUAL_CRON_SYNTAX'
  throw cronError(code, `${name} cannot be ${String(value)}`, hint, { field: name, column: null })
}

function fieldOf(name: CronFieldName, text: string): CronField {
  checkCharacters(text, { field: name, column: 1 })
  if (text === '*') return anyValue(text)
  return cronField(
    name,
    text,
    1,
    name === 'day' ? dayItem : name === 'dayOfWeek' ? weekdayItem : cronItem,
  )
}

const dayItem = (text: string, place: ItemPlace) => spokenDayOf(text) ?? cronItem(text, place)

/** Monday is 0 in one system, 1 in another and 2 in a third; a name is the same in all. */
function weekdayItem(text: string, place: ItemPlace): ReturnType<typeof cronItem> {
  if (/^[A-Za-z*?,]/.test(text) && !/-\d/.test(text)) return cronItem(text, place)
  throw cronError(
    'PUNCTUAL_CRON_NAME',
    `${sayText(text)} gives a day of the week as a number`,
    'numbers mean different days in different systems: write sun, mon, tue, wed, thu, fri or sat',
    place,
  )
}
