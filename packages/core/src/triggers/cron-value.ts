import type { PunctualError } from '../errors/punctual-error.ts'
import { cronError, sayText } from './cron-error.ts'
import type { CronPlace } from './cron-error.ts'
import type { FieldRules } from './cron-form.ts'

/** Where an item stands, and the rules of its field. */
export interface ItemPlace extends CronPlace {
  readonly rules: FieldRules
}

/** A number of the field, or one of its names. */
export function cronValue(token: string, place: ItemPlace): number {
  const { says, names, least, most } = place.rules
  if (!/^\d+$/.test(token)) return named(token, place)
  const value = Number(token)
  if (value >= least && value <= most) return value
  const orName = names.length > 0 ? ' or a name of three letters' : ''
  throw outOfRange(`${says} ${sayText(token)}`, `use ${least} to ${most}${orName}`, place)
}

/** The error of a number that lies outside its limits. */
export function outOfRange(what: string, hint: string, place: CronPlace): PunctualError {
  return cronError('PUNCTUAL_CRON_RANGE', `${what} lies outside its range`, hint, place)
}

/** The error of an L, W, #, ? or H where it says nothing. */
export function misplaced(text: string, place: ItemPlace): PunctualError {
  const wrong = `${sayText(text)} has no meaning in ${place.rules.says}`
  const hint =
    'L and W belong to the day of month, L and # follow a day of the week, ? stands alone for any day, ' +
    'H draws a value where a number may stand; all are capital letters'
  return cronError('PUNCTUAL_CRON_MODIFIER', wrong, hint, place)
}

function named(token: string, place: ItemPlace): number {
  const { says, names, least } = place.rules
  const index = names.indexOf(token.toLowerCase())
  if (index >= 0) return least + index
  if (/^[LWHR]+$/i.test(token)) throw misplaced(token, place)
  const hint =
    names.length > 0
      ? `use three letters, such as ${names[1]?.toUpperCase()}`
      : 'only months and days of the week have names'
  throw cronError('PUNCTUAL_CRON_NAME', `${says} has no ${sayText(token)}`, hint, place)
}
