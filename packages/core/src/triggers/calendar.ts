import type { Json } from '../json/json.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../time/epoch.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'
import { zoneOf } from '../time/zone.ts'
import type { Zone } from '../time/zone.ts'
import { areFixed, bindBounds, boundsFromJson, looseBounds } from './bounds.ts'
import type { FixedBounds, LooseBounds } from './bounds.ts'
import { dateSequence } from './calendar-dates.ts'
import type { DateSequence } from './calendar-dates.ts'
import { fieldsOf } from './stored-trigger.ts'
import type { StoredTrigger } from './stored-trigger.ts'
import { checkWhole, invalidTrigger, refuseUnknown } from './trigger-checks.ts'
import type { Bounds, Timeline, TimeTrigger, TriggerContext } from './trigger.ts'

interface Step {
  years?: number
  months?: number
  weeks?: number
  days?: number
}

interface CalendarOptions extends Bounds {
  at: string
  timezone?: string
}

/**
 * Fires at a local time of day on dates that lie a number of years, months, weeks and days apart.
 *
 * The dates begin with that of `start`, else with the date on which the job was first stored with this trigger. Years and
 * months are added first and keep the day of the month; where that day does not exist they are added again; then come
 * weeks and days. A date on which the clock skips `at` (`'HH:MM'` or `'HH:MM:SS'`) is dropped; a time that occurs twice
 * fires the first time. An `end` without a time of day includes that day. Refuses with `PUNCTUAL_TRIGGER_INVALID`,
 * `PUNCTUAL_TIME_INVALID` or `PUNCTUAL_TIMEZONE_INVALID`.
 *
 * @example
 * ```ts
 * calendar({ months: 1 }, { at: '09:00', start: '2026-01-31', timezone: 'Europe/Berlin' })
 * ```
 */
export function calendar(step: Step, options: CalendarOptions): TimeTrigger {
  refuseUnknown(step, ['years', 'months', 'weeks', 'days'], 'calendar')
  refuseUnknown(options, ['at', 'timezone', 'start', 'end'], 'calendar')
  checkStep(step)
  const timeOfDay = timeOfDayOf(options.at)
  if (options.timezone !== undefined) zoneOf(options.timezone)
  const { start, end } = options
  const bounds = {
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end: wholeDay(end) }),
  }
  return new Calendar(step, options, timeOfDay, looseBounds(bounds, options.timezone))
}

/** Revives what `calendar(...).toJSON()` gave. */
export function calendarFromJson(json: StoredTrigger): TimeTrigger {
  const timezone = json.timezone === undefined ? {} : { timezone: json.timezone as string }
  const options = { at: json.at as string, ...timezone, ...boundsFromJson(json) }
  return calendar(fieldsOf(json.step), options)
}

class Calendar implements TimeTrigger {
  readonly #step: Step
  readonly #at: string
  readonly #timezone: string | null
  readonly #timeOfDay: Millis
  readonly #bounds: LooseBounds
  #shared: Timeline | undefined

  constructor(step: Step, options: CalendarOptions, timeOfDay: Millis, bounds: LooseBounds) {
    this.#step = { ...step }
    this.#at = options.at
    this.#timezone = options.timezone ?? null
    this.#timeOfDay = timeOfDay
    this.#bounds = bounds
  }

  get kind(): string {
    return 'calendar'
  }

  bind(of: TriggerContext): Timeline {
    if (this.#shared !== undefined) return this.#shared
    const timeline = this.#bind(of)
    const needsNothing = this.#timezone !== null && this.#bounds.start !== undefined
    if (needsNothing && areFixed(this.#bounds)) this.#shared = timeline
    return timeline
  }

  #bind(of: TriggerContext): Timeline {
    const zone = zoneOf(this.#timezone ?? of.timezone)
    const { start, end } = bindBounds(this.#bounds, zone.name)
    const begin = start ?? of.anchor
    const { years = 0, months = 0, weeks = 0, days = 0 } = this.#step
    const step = { months: years * 12 + months, days: weeks * 7 + days }
    const dates = dateSequence(Math.floor(zone.toLocal(begin) / DAY), step)
    return new LocalDates(dates, this.#timeOfDay, zone, { start: begin, end })
  }

  toJSON(): Json {
    const timezone = this.#timezone !== null && { timezone: this.#timezone }
    const fixed = { kind: 'calendar', version: 1, step: { ...this.#step }, at: this.#at }
    return { ...fixed, ...timezone, ...this.#bounds }
  }
}

/** A time of day on each date of a sequence, between two bounds. */
class LocalDates implements Timeline {
  readonly #dates: DateSequence
  readonly #timeOfDay: Millis
  readonly #zone: Zone
  readonly #start: EpochMs
  readonly #end: EpochMs

  constructor(
    dates: DateSequence,
    timeOfDay: Millis,
    zone: Zone,
    bounds: FixedBounds & { start: EpochMs },
  ) {
    this.#dates = dates
    this.#timeOfDay = timeOfDay
    this.#zone = zone
    this.#start = bounds.start
    this.#end = bounds.end
  }

  next(from: EpochMs): EpochMs | null {
    const after = Math.max(from, this.#start - 1)
    if (after >= this.#end) return null
    // A day early, because the offset may change within the day.
    let date = this.#dates.from(Math.floor(this.#zone.toLocal(after) / DAY) - 1)
    for (; date * DAY <= this.#end + DAY; date = this.#dates.from(date + 1)) {
      const instant = this.#instantOn(date)
      if (instant !== null && instant > after) return instant <= this.#end ? instant : null
    }
    return null
  }

  previous(before: EpochMs): EpochMs | null {
    const until = Math.min(before, this.#end + 1)
    if (until <= this.#start) return null
    let date = this.#dates.upTo(Math.floor(this.#zone.toLocal(until) / DAY) + 1)
    for (; date !== null; date = this.#dates.upTo(date - 1)) {
      const instant = this.#instantOn(date)
      if (instant !== null && instant < until) return instant >= this.#start ? instant : null
    }
    return null
  }

  #instantOn(date: number): EpochMs | null {
    const found = this.#zone.fromLocal(date * DAY + this.#timeOfDay)
    return found.gap ? null : found.instant
  }
}

function checkStep(step: Step): void {
  const parts = Object.values(step).filter((part) => part !== undefined)
  for (const part of parts) checkWhole(part, 0, 100_000, 'calendar: each part of the step')
  if (parts.every((part) => part === 0)) {
    throw invalidTrigger('calendar: the step must hold years, months, weeks or days above 0')
  }
}

function timeOfDayOf(text: string): Millis {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text)
  if (parts === null)
    throw invalidTrigger("calendar: at must be a local time 'HH:MM' or 'HH:MM:SS'")
  return Number(parts[1]) * HOUR + Number(parts[2]) * MINUTE + Number(parts[3] ?? 0) * SECOND
}

/** A bare date as an end stands for its last millisecond. */
function wholeDay(end: NonNullable<Bounds['end']>): NonNullable<Bounds['end']> {
  return typeof end === 'string' && /^\d{4}-\d\d-\d\d$/.test(end) ? `${end}T23:59:59.999` : end
}
