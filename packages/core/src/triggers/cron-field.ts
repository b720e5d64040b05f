import { cronError } from './cron-error.ts'
import type { CronPlace } from './cron-error.ts'
import { RULES } from './cron-form.ts'
import type { CronField, CronFieldName, CronItem } from './cron-form.ts'
import { cronItem } from './cron-item.ts'
import type { ItemPlace } from './cron-value.ts'

/** How one item of a list is read. */
export type ReadItem = (text: string, place: ItemPlace) => CronItem

/** Reads a field that begins at a column of the whole text. */
export function cronField(
  name: CronFieldName,
  text: string,
  column: number,
  readItem: ReadItem = cronItem,
): CronField {
  const rules = RULES[name]
  if (text === '*' || (text === '?' && DAYS.has(name))) return anyValue(text)
  let at = column
  const items = text.split(',').map((item) => {
    const place = { rules, field: name, column: at }
    at += item.length + 1
    return readItem(item, place)
  })
  return { text, isAny: false, items }
}

/** A field that restricts nothing. */
export function anyValue(text: string): CronField {
  return { text, isAny: true, items: [] }
}

/** Refuses anything but plain letters, digits and signs: a look-alike would be read as something else by the eye. */
export function checkCharacters(
  text: string,
  begin: CronPlace & { readonly column: number },
): void {
  const at = text.search(/[^\t\x20-\x7e]/)
  if (at < 0) return
  const code = text.codePointAt(at)?.toString(16).padStart(4, '0').toUpperCase()
  throw cronError(
    'PUNCTUAL_CRON_SYNTAX',
    `the character U+${code} cannot stand here`,
    'write it in ASCII on one line, with spaces or tabs between the fields',
    { field: begin.field, column: begin.column + at },
  )
}

/** Refuses text too long to have been meant. */
export function checkLength(length: number): void {
  if (length <= LONGEST) return
  throw cronError(
    'PUNCTUAL_CRON_LENGTH',
    `${length} characters are too many`,
    `write it in ${LONGEST}, with ranges and steps instead of lists`,
  )
}

const LONGEST = 1_024

const DAYS: ReadonlySet<string> = new Set(['day', 'dayOfWeek'])
