import { DAY } from '../time/epoch.ts'
import type { DayChoice } from './cron-days.ts'
import { cronError } from './cron-error.ts'
import { fieldsToJson, formOfFields } from './cron-fields.ts'
import type { CronFields } from './cron-fields.ts'
import { RULES, spanValues } from './cron-form.ts'
import type { CronFieldName, CronForm, SpecialDay } from './cron-form.ts'
import { FIRST_DAY } from './cron-months.ts'
import { CronPattern } from './cron-pattern.ts'
import { formOfText } from './cron-text.ts'
import { CronTimes } from './cron-times.ts'
import { CronValueSet } from './cron-value-set.ts'
import { cronValues } from './cron-values.ts'
import type { CronValues } from './cron-values.ts'

/** Reads text or fields; refuses with the codes `PUNCTUAL_CRON_*`. */
export function cronFormOf(expression: string | CronFields): CronForm {
  return typeof expression === 'string' ? formOfText(expression) : formOfFields(expression)
}

/**
 * The pattern of an expression, the same one for equal expressions and seeds; null when an `H` waits for a seed and none
 * is given. Refuses one that can never fire with `PUNCTUAL_CRON_NEVER`.
 */
export function compiledCron(
  expression: string | CronFields,
  seed: string | null,
): CronPattern | null {
  const text =
    typeof expression === 'string' ? expression : JSON.stringify(fieldsToJson(expression))
  const key = seed === null ? text : `${text}\n${seed}`
  const known = patterns.get(key)
  if (known !== undefined) return known
  const form = cronFormOf(expression)
  const pattern = form.isSeeded && seed === null ? null : patternOf(form, seed ?? '')
  if (patterns.size >= REMEMBERED) patterns.clear()
  patterns.set(key, pattern)
  return pattern
}

const REMEMBERED = 10_000

const patterns = new Map<string, CronPattern | null>()

function patternOf(form: CronForm, seed: string): CronPattern {
  const values = cronValues(form, seed)
  const setOf = (name: keyof CronValues) =>
    new CronValueSet(form.fields[name].isAny ? allOf(name) : values[name])
  const pattern = new CronPattern({
    times: new CronTimes(setOf('hour'), setOf('minute'), setOf('second')),
    months: setOf('month'),
    years: listed(form, 'year'),
    days: {
      day: choiceOf(form, 'day', values),
      dayOfWeek: choiceOf(form, 'dayOfWeek', values),
      match: form.days,
      weeks: weeksOf(form),
    },
    isWildcard: form.clock === 'wildcard',
  })
  if (pattern.next(FIRST_DAY * DAY) === Number.POSITIVE_INFINITY) throw neverFires()
  return pattern
}

function allOf(name: CronFieldName): number[] {
  const { least, size } = RULES[name]
  return Array.from({ length: size }, (_, index) => least + index)
}

/** The values of a field without draws; null when it restricts nothing. */
function listed(form: CronForm, name: 'year' | 'week'): readonly number[] | null {
  const { isAny, items } = form.fields[name]
  if (isAny) return null
  return items.flatMap((item) => (item.kind === 'span' ? spanValues(item, RULES[name]) : []))
}

function weeksOf(form: CronForm): CronValueSet | null {
  const weeks = listed(form, 'week')
  return weeks === null ? null : new CronValueSet(weeks)
}

function choiceOf(form: CronForm, name: 'day' | 'dayOfWeek', values: CronValues): DayChoice | null {
  const { isAny, items } = form.fields[name]
  if (isAny) return null
  const bits = values[name].reduce((all, value) => all | (1 << (value - RULES[name].least)), 0)
  const special = items.filter(
    (item): item is SpecialDay => item.kind !== 'span' && item.kind !== 'hash',
  )
  return name === 'day'
    ? { days: bits, weekdays: 0, special }
    : { days: 0, weekdays: bits, special }
}

function neverFires(): Error {
  return cronError(
    'PUNCTUAL_CRON_NEVER',
    'no date in the years 1970 to 2199 matches',
    'look at the days of the month: 30 February and 31 April do not exist, and a fifth Monday is rare',
  )
}
