import type { Json } from '../../json/json.ts'
import type { AfterNeed, AfterOn } from '../after.ts'
import { cronClause } from './cron-clause.ts'
import { sayDate, sayInstant } from './said-instant.ts'
import type { FirstFire, SaidDaysOff, Words } from './words.ts'
import type { Per } from '../periods.ts'
import { fieldsOf, itemsOf } from '../stored-trigger.ts'
import type { StoredTrigger } from '../stored-trigger.ts'

/** What a stored trigger says, in words. */
export function clauseOf(json: Json | undefined, words: Words): string {
  const stored = fieldsOf(json)
  const kind = String(stored.kind)
  const say = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  return say === undefined ? words.custom(kind) : say(stored, words)
}

const KINDS: Readonly<Record<string, (stored: StoredTrigger, words: Words) => string>> = {
  after: (stored, words) =>
    words.after(itemsOf(stored.jobs).map(idOf), stored.on as AfterOn, stored.need as AfterNeed),
  allOf: (stored, words) => words.allOf(parts(stored, words)),
  anyOf: (stored, words) => words.anyOf(parts(stored, words)),
  at: (stored, words) => words.once(sayInstant(stored.when, null) ?? ''),
  calendar: calendarClause,
  cron: cronClause,
  every: (stored, words) => {
    const period = Number(stored.period)
    return bounded(words.every(period, firstFire(stored, period)), stored, words)
  },
  except: (stored, words) =>
    words.except(
      part(stored.trigger, words),
      itemsOf(stored.excluded).map((one) => excludedClause(one, words)),
    ),
  fixedDelay: (stored, words) => {
    const pause = Number(stored.pause)
    return bounded(words.fixedDelay(pause, firstFire(stored, pause)), stored, words)
  },
  jitter: (stored, words) => words.jitter(part(stored.trigger, words), Number(stored.most)),
  pick: (stored, words) =>
    words.pick(part(stored.trigger, words), Number(stored.which), stored.per as Per),
}

/** Kinds whose clause needs brackets inside another one. */
const COMPOSED: ReadonlySet<unknown> = new Set(['allOf', 'anyOf', 'pick'])

function part(json: Json | undefined, words: Words): string {
  const clause = clauseOf(json, words)
  return COMPOSED.has(fieldsOf(json).kind) ? words.bracketed(clause) : clause
}

function parts(stored: StoredTrigger, words: Words): string[] {
  return itemsOf(stored.triggers).map((one) => part(one, words))
}

function calendarClause(stored: StoredTrigger, words: Words): string {
  const { years = 0, months = 0, weeks = 0, days = 0 } = fieldsOf(stored.step)
  const step = {
    years: Number(years),
    months: Number(months),
    weeks: Number(weeks),
    days: Number(days),
  }
  const timezone = zoneIn(stored)
  const clause = words.calendar(step, String(stored.at), sayDate(stored.start, timezone))
  const placed = timezone === null ? clause : words.inZone(clause, timezone)
  return words.within(placed, { start: null, end: sayInstant(stored.end, timezone) })
}

function excludedClause(json: Json, words: Words): string {
  const stored = fieldsOf(json)
  if (stored.kind === 'days') return words.dates(itemsOf(stored.days).map(String))
  if (stored.kind === 'daysOff') return words.daysOff(daysOffOf(stored))
  if (typeof stored.calendar === 'string') return words.namedCalendar(stored.calendar)
  return part(json, words)
}

function daysOffOf(stored: StoredTrigger): SaidDaysOff {
  const weekend = itemsOf(stored.weekend).map((name) =>
    WEEKDAYS.indexOf(String(name).toLowerCase()),
  )
  return {
    weekend: [...new Set(weekend)].map((at) => at + 1).sort((one, other) => one - other),
    holidays: itemsOf(stored.holidays).map(String),
    workdays: itemsOf(stored.workdays).map(String),
  }
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function firstFire(stored: StoredTrigger, wait: number): FirstFire {
  const start = sayInstant(stored.start, null)
  return { start, wait: stored.immediate === true ? 0 : wait }
}

/** The start is said by the first fire already. */
function bounded(clause: string, stored: StoredTrigger, words: Words): string {
  return words.within(clause, { start: null, end: sayInstant(stored.end, null) })
}

function zoneIn(stored: StoredTrigger): string | null {
  return typeof stored.timezone === 'string' ? stored.timezone : null
}

function idOf(job: Json): string {
  return typeof job === 'string' ? job : String(fieldsOf(job).id)
}
