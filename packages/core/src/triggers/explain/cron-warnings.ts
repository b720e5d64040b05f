import { monthLength } from '../../time/civil.ts'
import { HOUR } from '../../time/epoch.ts'
import type { EpochMs } from '../../time/epoch.ts'
import { RULES } from '../cron-form.ts'
import type { CronFieldName, CronForm } from '../cron-form.ts'
import type { StoredTrigger } from '../stored-trigger.ts'
import { clockChangeOf } from './clock-change.ts'
import { readCron } from './read-cron.ts'
import type { ReadCron, ResolvedCron } from './read-cron.ts'
import { isoWeekday } from './said-days.ts'
import { resolvedInstant } from './said-instant.ts'
import type { StepUnit, Warning } from './warning.ts'

/** What the author of a stored cron trigger may not expect of it. */
export function cronWarnings(stored: StoredTrigger): Warning[] {
  const cron = readCron(stored)
  const { form, resolved, timezone } = cron
  if (resolved === null) return dayWarnings(form)
  return [
    ...unevenSteps(form, resolved),
    ...dayWarnings(form),
    ...absentDays(form, resolved),
    ...clockChanges(cron, resolved, resolvedInstant(stored.end, timezone)),
  ]
}

function dayWarnings({ days, fields: { day, dayOfWeek } }: CronForm): Warning[] {
  if (days === 'both') return []
  const isStarred = day.text.startsWith('*') || dayOfWeek.text.startsWith('*')
  return [{ kind: 'eitherDay' }, ...(isStarred ? [{ kind: 'starredDay' } as const] : [])]
}

function unevenSteps(form: CronForm, cron: ResolvedCron): Warning[] {
  return STEPPED.flatMap(([name, unit, coarser]) => {
    if (coarser !== null && cron.valuesOf(coarser).length === 1) return []
    return unevenStep(form, cron, name, unit)
  })
}

/** The fields that turn over, and which one must take several values for that to matter. */
const STEPPED: readonly (readonly [CronFieldName, StepUnit, 'minute' | 'hour' | null])[] = [
  ['second', 'second', 'minute'],
  ['minute', 'minute', 'hour'],
  ['hour', 'hour', null],
  ['day', 'day', null],
  ['month', 'month', null],
  ['dayOfWeek', 'weekday', null],
]

/** A step that runs to the end of its field, and whose gap over that end is another one. */
function unevenStep(
  { fields }: CronForm,
  { valuesOf }: ResolvedCron,
  name: CronFieldName,
  unit: StepUnit,
): Warning[] {
  const [item, ...more] = fields[name].items
  if (item?.kind !== 'span' || item.step === 1 || more.length > 0) return []
  const { least, size } = RULES[name]
  if (item.high < least + size - 1) return []
  const values = valuesOf(name)
  const gaps = values.map((value, at) => (values[at + 1] ?? (values[0] ?? 0) + size) - value)
  const odd = gaps.findIndex((gap) => gap !== item.step)
  const [last, gap] = [values[odd], gaps[odd]]
  if (unit === 'day')
    return [{ kind: 'unevenStep', unit, step: item.step, last: values.at(-1) ?? 0, gap: null }]
  if (last === undefined || gap === undefined) return []
  return [
    {
      kind: 'unevenStep',
      unit,
      step: item.step,
      last: unit === 'weekday' ? isoWeekday(last) : last,
      gap,
    },
  ]
}

/** Only where every day asked for is missing from some of the months. */
function absentDays({ fields: { day }, days }: CronForm, { valuesOf }: ResolvedCron): Warning[] {
  if (days === 'either') return []
  const [least = 0] = valuesOf('day')
  const isPlain = day.items.every(({ kind }) => kind === 'span')
  const isAbsent = valuesOf('month').some((month) => monthLength(COMMON_YEAR, month) < least)
  return isPlain && isAbsent ? [{ kind: 'absentDay', day: least }] : []
}

const COMMON_YEAR = 2001

function clockChanges(cron: ReadCron, resolved: ResolvedCron, end: EpochMs | null): Warning[] {
  const { timezone, form } = cron
  const isHourly = form.clock === 'wildcard' && resolved.valuesOf('hour').length === 24
  const change = clockChangeOf(timezone, end, (from, until) => {
    // A whole hour more or less takes nothing from what fires in every hour.
    if (isHourly && (until - from) % HOUR === 0) return false
    return resolved.pattern.next(from) < until
  })
  return change === null ? [] : [{ kind: 'clockChange', rule: form.clock, change }]
}
