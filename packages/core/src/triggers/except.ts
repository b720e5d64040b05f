import { PunctualError } from '../errors/punctual-error.ts'
import type { Json } from '../json/json.ts'
import type { EpochMs } from '../time/epoch.ts'
import { zoneOf } from '../time/zone.ts'
import { daySetFrom, isDaySet, localDaysOf } from './day-set-from.ts'
import type { DaySet } from './day-set.ts'
import { DayExclusion, InstantExclusion } from './exclusion.ts'
import type { Exclusion } from './exclusion.ts'
import { isWithinSearch, look, search } from './search-limit.ts'
import { fieldsOf, itemsOf } from './stored-trigger.ts'
import type { Revive, StoredTrigger } from './stored-trigger.ts'
import { checkTimeTrigger, invalidTrigger } from './trigger-checks.ts'
import type { Timeline, TimeTrigger, TriggerContext } from './trigger.ts'

type Excluded = TimeTrigger | DaySet | { calendar: string }

/**
 * Fires when `trigger` does, save at the instants of other triggers, on given local days, or on the days of a calendar
 * that `createScheduler({ calendars })` names.
 *
 * Days are those of the set's own timezone, else of the scheduler's. After 100,000 fires in a row that are taken away,
 * or 400 years, there is none. Refuses `after` and `fixedDelay` with `PUNCTUAL_TRIGGER_INVALID`; an unknown calendar is
 * refused with `PUNCTUAL_CALENDAR_UNKNOWN` when the trigger is bound to a job.
 *
 * @example
 * ```ts
 * except(cron('0 9 * * *'), daysOff({ weekend: ['sat', 'sun'], holidays: ['2026-12-25'] }))
 * ```
 */
export function except(trigger: TimeTrigger, ...excluded: readonly Excluded[]): TimeTrigger {
  checkTimeTrigger(trigger, 'except')
  if (excluded.length === 0) throw invalidTrigger('except takes at least one thing to leave out')
  for (const one of excluded) {
    if (!isDaySet(one) && !isCalendar(one)) checkTimeTrigger(one, 'except')
  }
  return new Except(trigger, excluded)
}

/** Revives what `except(...).toJSON()` gave. */
export function exceptFromJson(json: StoredTrigger, revive: Revive): TimeTrigger {
  const excluded = itemsOf(json.excluded).map((item): Excluded => {
    const { calendar } = fieldsOf(item)
    if (typeof calendar === 'string') return { calendar }
    return daySetFrom(item) ?? (revive(item) as TimeTrigger)
  })
  return except(revive(json.trigger) as TimeTrigger, ...excluded)
}

function isCalendar(one: Excluded): one is { calendar: string } {
  return typeof one === 'object' && one !== null && 'calendar' in one
}

class Except implements TimeTrigger {
  readonly #trigger: TimeTrigger
  readonly #excluded: readonly Excluded[]

  constructor(trigger: TimeTrigger, excluded: readonly Excluded[]) {
    this.#trigger = trigger
    this.#excluded = excluded
  }

  get kind(): string {
    return 'except'
  }

  bind(of: TriggerContext): Timeline {
    const exclusions = this.#excluded.map((one) => exclusionOf(one, of))
    return new Difference(this.#trigger.bind(of), exclusions)
  }

  toJSON(): Json {
    const excluded = this.#excluded.map((one) =>
      isCalendar(one) ? { calendar: one.calendar } : one.toJSON(),
    )
    return { kind: 'except', version: 1, trigger: this.#trigger.toJSON(), excluded }
  }
}

function exclusionOf(one: Excluded, of: TriggerContext): Exclusion {
  if (isCalendar(one)) return dayExclusion(calendarNamed(one.calendar, of), of)
  return isDaySet(one) ? dayExclusion(one, of) : new InstantExclusion(one.bind(of))
}

function dayExclusion(set: DaySet, of: TriggerContext): Exclusion {
  const days = localDaysOf(set)
  return new DayExclusion(days, zoneOf(days.timezone ?? of.timezone))
}

function calendarNamed(name: string, { calendars }: TriggerContext): DaySet {
  const set = Object.hasOwn(calendars, name) ? calendars[name] : undefined
  if (set !== undefined) return set
  throw new PunctualError(
    'PUNCTUAL_CALENDAR_UNKNOWN',
    `There is no calendar '${name}': add it to createScheduler({ calendars: { ... } })`,
    { details: { calendar: name } },
  )
}

class Difference implements Timeline {
  readonly #base: Timeline
  readonly #exclusions: readonly Exclusion[]

  constructor(base: Timeline, exclusions: readonly Exclusion[]) {
    this.#base = base
    this.#exclusions = exclusions
  }

  next(from: EpochMs): EpochMs | null {
    return search(() => this.#next(from))
  }

  previous(before: EpochMs): EpochMs | null {
    return search(() => this.#previous(before))
  }

  #next(from: EpochMs): EpochMs | null {
    let instant = this.#base.next(from)
    const first = instant ?? from
    while (instant !== null && isWithinSearch(instant, first)) {
      look()
      let until = instant
      for (const one of this.#exclusions) until = Math.max(until, one.goneUntil(instant) ?? until)
      if (until === instant) return instant
      instant = this.#base.next(until - 1)
    }
    return null
  }

  #previous(before: EpochMs): EpochMs | null {
    let instant = this.#base.previous(before)
    const last = instant ?? before
    while (instant !== null && isWithinSearch(instant, last)) {
      look()
      let since = instant + 1
      for (const one of this.#exclusions) since = Math.min(since, one.goneSince(instant) ?? since)
      if (since > instant) return instant
      instant = this.#base.previous(since)
    }
    return null
  }
}
