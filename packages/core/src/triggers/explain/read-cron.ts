import { compiledCron, cronFormOf } from '../cron-compiled.ts'
import type { CronFields } from '../cron-fields.ts'
import { RULES, spanValues } from '../cron-form.ts'
import type { CronFieldName, CronForm } from '../cron-form.ts'
import type { CronPattern } from '../cron-pattern.ts'
import { cronValues } from '../cron-values.ts'
import type { CronValues } from '../cron-values.ts'
import { fieldsOf } from '../stored-trigger.ts'
import type { StoredTrigger } from '../stored-trigger.ts'

/** A stored cron trigger, read again. */
export interface ReadCron {
  /** As it is written. */
  readonly text: string
  readonly timezone: string | null
  readonly form: CronForm
  /** Null while an `H` waits for the id of a job. */
  readonly resolved: ResolvedCron | null
}

export interface ResolvedCron {
  readonly pattern: CronPattern
  /** The values that a field takes, ascending and each once; all of them when it restricts nothing. */
  valuesOf(name: CronFieldName): readonly number[]
}

/** Reads a cron trigger that its constructor has accepted. */
export function readCron({ text, fields, seed, timezone }: StoredTrigger): ReadCron {
  const expression = typeof text === 'string' ? text : (fieldsOf(fields) as CronFields)
  const form = cronFormOf(expression)
  const pattern = compiledCron(expression, typeof seed === 'string' ? seed : null)
  const values = pattern === null ? null : cronValues(form, typeof seed === 'string' ? seed : '')
  return {
    text: typeof expression === 'string' ? expression : JSON.stringify(expression),
    timezone: typeof timezone === 'string' ? timezone : null,
    form,
    resolved:
      pattern === null || values === null
        ? null
        : { pattern, valuesOf: (name) => valuesOf(form, values, name) },
  }
}

function valuesOf(form: CronForm, values: CronValues, name: CronFieldName): readonly number[] {
  const { isAny, items } = form.fields[name]
  const { least, size } = RULES[name]
  if (isAny) return Array.from({ length: size }, (_, index) => least + index)
  const plain =
    name === 'year' || name === 'week'
      ? items.flatMap((item) => (item.kind === 'span' ? spanValues(item, RULES[name]) : []))
      : values[name]
  return [...new Set(plain)].sort((one, other) => one - other)
}
