import type { Json } from '../../json/json.ts'
import { civilOf } from '../../time/civil.ts'
import { DAY } from '../../time/epoch.ts'
import type { Millis } from '../../time/epoch.ts'
import { zoneOf } from '../../time/zone.ts'
import { clauseOf } from './clause.ts'
import { clockChangeOf } from './clock-change.ts'
import { cronWarnings } from './cron-warnings.ts'
import { neverFires } from './never-fires.ts'
import { resolvedInstant } from './said-instant.ts'
import type { Warning } from './warning.ts'
import type { Words } from './words.ts'
import { fieldsOf, itemsOf } from '../stored-trigger.ts'
import type { StoredTrigger } from '../stored-trigger.ts'

/** What the author of a stored trigger may not expect of it, each thing once. */
export function warningsOf(json: Json, words: Words): string[] {
  const all = [...neverWarnings(json, null, words), ...ownWarnings(json)]
  return [...new Set(all.map((warning) => words.warning(warning)))]
}

/** A part of an `anyOf` that never fires goes unnoticed: the others do. */
function neverWarnings(json: Json, part: string | null, words: Words): Warning[] {
  const never = neverFires(json)
  if (never !== null) return [{ kind: 'neverFires', part, ...never }]
  const { kind, triggers } = fieldsOf(json)
  if (kind !== 'anyOf') return []
  return itemsOf(triggers).flatMap((one) => neverWarnings(one, clauseOf(one, words), words))
}

function ownWarnings(json: Json | undefined): Warning[] {
  const stored = fieldsOf(json)
  const kind = String(stored.kind)
  const own = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  const inner = [stored.trigger, ...itemsOf(stored.triggers)].filter((one) => one !== undefined)
  return [...(own?.(stored) ?? []), ...inner.flatMap(ownWarnings)]
}

const KINDS: Readonly<Record<string, (stored: StoredTrigger) => Warning[]>> = {
  allOf: (stored) =>
    itemsOf(stored.triggers).some(countsFromStorage) ? [{ kind: 'partsFromStorage' }] : [],
  calendar: calendarWarnings,
  cron: cronWarnings,
  every: ({ period }) => {
    const days = Number(period) / DAY
    return Number.isInteger(days) ? [{ kind: 'elapsedDays', days }] : []
  },
}

function countsFromStorage(json: Json): boolean {
  const { kind, start } = fieldsOf(json)
  return (kind === 'every' || kind === 'calendar') && start === undefined
}

function calendarWarnings(stored: StoredTrigger): Warning[] {
  const timezone = typeof stored.timezone === 'string' ? stored.timezone : null
  const timeOfDay = timeOfDayOf(String(stored.at))
  const end = resolvedInstant(stored.end, timezone)
  const change = clockChangeOf(timezone, end, (from, until) => {
    const first = Math.ceil((from - timeOfDay) / DAY) * DAY + timeOfDay
    return first < until
  })
  return [
    ...absentDays(stored, timezone),
    ...(change === null ? [] : [{ kind: 'clockChange', rule: 'calendar', change } as const]),
  ]
}

function absentDays(stored: StoredTrigger, timezone: string | null): Warning[] {
  const { years = 0, months = 0, weeks = 0, days = 0 } = fieldsOf(stored.step)
  const start = resolvedInstant(stored.start, timezone)
  if (start === null || (years === 0 && months === 0) || weeks !== 0 || days !== 0) return []
  const { month, day } = civilOf(Math.floor(zoneOf(timezone ?? 'UTC').toLocal(start) / DAY))
  if (months === 0) return day === 29 && month === 2 ? [{ kind: 'absentDay', day }] : []
  return day > 28 ? [{ kind: 'absentDay', day }] : []
}

function timeOfDayOf(text: string): Millis {
  return Date.parse(`1970-01-01T${text}Z`)
}
