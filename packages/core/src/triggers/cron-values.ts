import { CronExpressionParser } from 'cron-parser'
import { PunctualError } from '../errors/punctual-error.ts'
import { RULES, spanValues } from './cron-form.ts'
import type { CronFieldName, CronForm } from './cron-form.ts'

/** The values that the spans and draws of a field give, in no order; none for one that restricts nothing. Sunday is 0. */
export type CronValues = Readonly<Record<PlainName, readonly number[]>>

type PlainName = Exclude<CronFieldName, 'year' | 'week'>

/**
 * Has cron-parser evaluate the fields that it knows and draw each `H` from the seed: the only place where it is asked.
 *
 * A field goes to it as it is written, unless it would refuse that. What it cannot take together goes in several passes: its
 * draws depend on nothing but the seed and the field.
 */
export function cronValues(form: CronForm, seed: string): CronValues {
  const parts = partsOf(form)
  const passes = Math.max(...NAMES.map((name) => parts[name].length))
  const values: Record<PlainName, number[]> = {
    ...{ second: [], minute: [], hour: [], day: [], month: [], dayOfWeek: [] },
  }
  for (let pass = 0; pass < passes; pass++) {
    const parsed = parse(NAMES.map((name) => parts[name][pass] ?? '*').join(' '), seed)
    for (const name of NAMES) {
      if (typeof parts[name][pass] === 'string') values[name].push(...parsed[name])
    }
  }
  return values
}

const NAMES = ['second', 'minute', 'hour', 'day', 'month', 'dayOfWeek'] as const

/** It takes an empty seed for none, and draws from Math.random then. */
const EMPTY_SEED = ' '

function parse(text: string, seed: string): CronValues {
  try {
    const { fields } = CronExpressionParser.parse(text, { hashSeed: seed || EMPTY_SEED })
    return {
      second: fields.second.values,
      minute: fields.minute.values,
      hour: fields.hour.values,
      day: fields.dayOfMonth.values.map(Number),
      month: fields.month.values,
      dayOfWeek: fields.dayOfWeek.values.map((value) => Number(value) % 7),
    }
  } catch (cause) {
    throw new PunctualError('PUNCTUAL_CRON_SYNTAX', `cron: '${text}' cannot be evaluated`, {
      cause,
    })
  }
}

/** What goes through in each pass; null for nothing. */
type Parts = readonly (string | null)[]

function partsOf(form: CronForm): Readonly<Record<PlainName, Parts>> {
  const of = (name: PlainName): Parts => [...spansOf(form, name), ...hashesOf(form, name)]
  const [day, month] = [of('day'), of('month')]
  return {
    second: of('second'),
    minute: of('minute'),
    hour: of('hour'),
    // Together it would judge whether there is such a date; that is for us to say.
    day: month.length > 0 ? [...month.map(() => null), ...day] : day,
    month,
    dayOfWeek: of('dayOfWeek'),
  }
}

function spansOf(form: CronForm, name: PlainName): string[] {
  const spans = form.fields[name].items.filter((item) => item.kind === 'span')
  const [first] = spans
  if (first === undefined) return []
  if (spans.length === 1 && !first.wraps) return [first.text]
  return [[...new Set(spans.flatMap((span) => spanValues(span, RULES[name])))].join(',')]
}

function hashesOf(form: CronForm, name: PlainName): string[] {
  return form.fields[name].items.flatMap((item) => (item.kind === 'hash' ? [item.text] : []))
}
