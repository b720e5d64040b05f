import type { Json } from '../json/json.ts'
import type { DaySet } from './day-set.ts'
import { daysOff } from './days-off.ts'
import { days } from './days.ts'
import { LocalDays } from './local-days.ts'
import { checkVersion, fieldsOf } from './stored-trigger.ts'
import { invalidTrigger } from './trigger-checks.ts'

/** Revives a stored set of days; null when the JSON is not one. */
export function daySetFrom(json: Json): LocalDays | null {
  const stored = fieldsOf(json)
  if (stored.kind !== 'days' && stored.kind !== 'daysOff') return null
  checkVersion(stored, 1)
  const { kind, version: _version, days: list, ...options } = stored
  const set = kind === 'days' ? days(list as string[], options) : daysOff(options)
  return set as LocalDays
}

/** True for a set of days, also one that another copy of this library made. */
export function isDaySet(value: unknown): value is DaySet {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'days'
}

/** The set as one that can be asked for days. */
export function localDaysOf(set: DaySet): LocalDays {
  const days = set instanceof LocalDays ? set : daySetFrom(set.toJSON())
  if (days === null)
    throw invalidTrigger('the set of days is unknown: make it with days or daysOff')
  return days
}
