import type { PunctualError } from '../errors/punctual-error.ts'
import { cronError, sayText } from './cron-error.ts'
import type { CronPlace } from './cron-error.ts'
import type { CronHash, CronItem, CronSpan } from './cron-form.ts'
import { specialDayOf } from './cron-special-day.ts'
import { cronValue, misplaced } from './cron-value.ts'
import type { ItemPlace } from './cron-value.ts'

/** Reads one item of a field's list; refuses all that is not exactly right. */
export function cronItem(text: string, place: ItemPlace): CronItem {
  const slash = text.indexOf('/')
  const base = slash < 0 ? text : text.slice(0, slash)
  const step = slash < 0 ? null : stepOf(text.slice(slash + 1), place)
  const special = specialDayOf(base, place)
  if (special === null) return hashOf(base, step, place) ?? spanOf(text, base, step, place)
  if (step === null) return special
  throw cronError(
    'PUNCTUAL_CRON_MODIFIER',
    `${sayText(text)} has a step`,
    'L, W and # take no step',
    place,
  )
}

function stepOf(text: string, place: ItemPlace): number {
  const { size, says } = place.rules
  const step = Number(text)
  if (/^\d+$/.test(text) && step >= 1 && step <= size) return step
  const hint = `a step in ${says} is a whole number from 1 to ${size}`
  throw cronError('PUNCTUAL_CRON_STEP', `${sayText(text)} is not a step`, hint, place)
}

function hashOf(base: string, step: number | null, place: ItemPlace): CronHash | null {
  const { takesHash, least, most } = place.rules
  const range = takesHash ? /^H(?:\((\d+)-(\d+)\))?$/.exec(base) : null
  if (range === null) return null
  const low = range[1] === undefined ? least : cronValue(range[1], place)
  const high = range[2] === undefined ? most : cronValue(range[2], place)
  if (high < low) throw reversed(base, 'write the lower number first', place)
  return { kind: 'hash', text: step === null ? base : `${base}/${step}`, low, high, step }
}

function spanOf(text: string, base: string, step: number | null, place: ItemPlace): CronSpan {
  const { rules } = place
  const rest = { kind: 'span', text, step: step ?? 1 } as const
  if (base === '*') {
    return { ...rest, low: rules.least, high: rules.least + rules.size - 1, wraps: false }
  }
  const tokens = /^([A-Za-z]+|\d+)(?:-([A-Za-z]+|\d+))?$/.exec(base)
  if (tokens === null) throw unreadable(text, place)
  const low = cronValue(tokens[1] ?? '', place)
  if (tokens[2] === undefined) {
    return { ...rest, low, high: step === null ? low : rules.most, wraps: false }
  }
  const high = cronValue(tokens[2], place)
  if (high < low && !rules.isCyclic) {
    throw reversed(base, 'only hours, months and days of the week run through their end', place)
  }
  return { ...rest, low, high, wraps: high < low }
}

function reversed(range: string, hint: string, place: CronPlace): PunctualError {
  return cronError('PUNCTUAL_CRON_REVERSED', `${sayText(range)} runs backwards`, hint, place)
}

function unreadable(text: string, place: ItemPlace): PunctualError {
  if (/[#?LW]/.test(text)) return misplaced(text, place)
  const wrong = text === '' ? 'an item is missing' : `${sayText(text)} cannot be read`
  return cronError('PUNCTUAL_CRON_SYNTAX', wrong, 'write *, 5, 1-5, */15 or a list 1,15', place)
}
