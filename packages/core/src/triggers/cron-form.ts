/** The fields of a cron expression, the coarsest first. */
export type CronFieldName =
  | 'year'
  | 'month'
  | 'day'
  | 'week'
  | 'dayOfWeek'
  | 'hour'
  | 'minute'
  | 'second'

/** A cron expression, read and checked, but not yet resolved for a job. */
export interface CronForm {
  readonly fields: Readonly<Record<CronFieldName, CronField>>
  /** Whether `day` and `dayOfWeek` must both match, or either is enough. */
  readonly days: 'both' | 'either'
  /** Wildcard jobs follow the local clock through its changes; fixed ones fire once for what is skipped or repeated. */
  readonly clock: 'fixed' | 'wildcard'
  /** True when an `H` waits for a seed. */
  readonly isSeeded: boolean
}

/** One field as it is written, and its list items. */
export interface CronField {
  readonly text: string
  /** True when the field restricts nothing: it is exactly `*` or `?`, or was not given. */
  readonly isAny: boolean
  readonly items: readonly CronItem[]
}

/** One item of a field's list. Weekdays count from 0 for Sunday; in spans 7 is Sunday too. */
export type CronItem = CronSpan | CronHash | SpecialDay

/** `*`, `v`, `a-b`, each with a step; it `wraps` when it runs through the end of the field to its beginning. */
export interface CronSpan {
  readonly kind: 'span'
  readonly text: string
  readonly low: number
  readonly high: number
  readonly step: number
  readonly wraps: boolean
}

/** `H` in its forms; a step of null draws a single value. */
export interface CronHash {
  readonly kind: 'hash'
  readonly text: string
  readonly low: number
  readonly high: number
  readonly step: number | null
}

/** A day that depends on the month: `L-n`, `nW`, `L-nW`, `d#k`, `dL`. */
export type SpecialDay =
  | { readonly kind: 'lastDay'; readonly back: number }
  | { readonly kind: 'nearestWorkday'; readonly day: number }
  | { readonly kind: 'lastWorkday'; readonly back: number }
  | { readonly kind: 'nthWeekday'; readonly weekday: number; readonly nth: number }
  | { readonly kind: 'lastWeekday'; readonly weekday: number }

/** What a field can hold. */
export interface FieldRules {
  readonly name: CronFieldName
  /** How messages call it. */
  readonly says: string
  readonly least: number
  readonly most: number
  /** How many different values there are. */
  readonly size: number
  /** True when a range may run through the end of the field to its beginning. */
  readonly isCyclic: boolean
  readonly takesHash: boolean
  /** Names of its values from `least` on. */
  readonly names: readonly string[]
}

export const FIRST_YEAR = 1970
export const LAST_YEAR = 2199

const MONTHS: readonly string[] = [
  ...['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
]

export const WEEKDAYS: readonly string[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

export const RULES: Readonly<Record<CronFieldName, FieldRules>> = {
  year: rules('year', FIRST_YEAR, LAST_YEAR, { takesHash: false }),
  month: rules('month', 1, 12, { isCyclic: true, names: MONTHS }),
  day: rules('day', 1, 31, { says: 'day of month' }),
  week: rules('week', 1, 53, { takesHash: false }),
  dayOfWeek: rules('dayOfWeek', 0, 7, {
    says: 'day of week',
    size: 7,
    isCyclic: true,
    names: WEEKDAYS,
  }),
  hour: rules('hour', 0, 23, { isCyclic: true }),
  minute: rules('minute', 0, 59),
  second: rules('second', 0, 59),
}

function rules(
  name: CronFieldName,
  least: number,
  most: number,
  special: Partial<FieldRules> = {},
): FieldRules {
  const usual = { says: name, size: most - least + 1, isCyclic: false, takesHash: true, names: [] }
  return { name, least, most, ...usual, ...special }
}

/** The form of an expression whose fields are read. */
export function cronForm(
  fields: Readonly<Record<CronFieldName, CronField>>,
  daysIfBoth: CronForm['days'],
): CronForm {
  const { second, minute, hour, day, dayOfWeek } = fields
  const isWildcard = [second, minute, hour].some(({ text }) => text.startsWith('*'))
  const items = Object.values(fields).flatMap((field) => field.items)
  return {
    fields,
    days: day.isAny || dayOfWeek.isAny ? 'both' : daysIfBoth,
    clock: isWildcard ? 'wildcard' : 'fixed',
    isSeeded: items.some(({ kind }) => kind === 'hash'),
  }
}

/** The values of a span in the order in which it runs, as the field counts them (Sunday is 0). */
export function spanValues(span: CronSpan, { least, size, isCyclic }: FieldRules): number[] {
  const high = span.wraps ? span.high + size : span.high
  const values: number[] = []
  for (let value = span.low; value <= high; value += span.step) {
    values.push(isCyclic ? ((value - least) % size) + least : value)
  }
  return values
}
