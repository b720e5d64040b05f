import type { Json } from '../json/json.ts'
import type { EpochMs } from '../time/epoch.ts'
import { zoneOf } from '../time/zone.ts'
import { Periods, PERS } from './periods.ts'
import type { Per } from './periods.ts'
import { isWithinSearch, look, search, SEARCH_TURNS } from './search-limit.ts'
import type { Revive, StoredTrigger } from './stored-trigger.ts'
import { checkTimeTrigger, checkWhole, invalidTrigger } from './trigger-checks.ts'
import type { Timeline, TimeTrigger, TriggerContext } from './trigger.ts'

const MOST = 10_000

/**
 * Fires at one fire of `trigger` in each local day, week (from Monday), month, quarter or year: the first is 1, the last
 * is -1.
 *
 * Periods are those of the scheduler's timezone; one with fewer fires has none. After 4,000 such periods in a row, 100,000
 * fires or 400 years, there is none. Refuses with `PUNCTUAL_TRIGGER_INVALID` a number that is 0 or beyond 10,000 either way, and
 * `after` or `fixedDelay`.
 *
 * @example
 * ```ts
 * pick(except(cron('0 17 * * *'), daysOff({ weekend: ['sat', 'sun'] })), -1, 'month')
 * ```
 */
export function pick(trigger: TimeTrigger, which: number, per: Per): TimeTrigger {
  checkTimeTrigger(trigger, 'pick')
  checkWhole(which, -MOST, MOST, 'pick: the number of the fire')
  if (which === 0)
    throw invalidTrigger('pick: the first fire is 1, the last one is -1; there is no 0')
  if (!PERS.includes(per))
    throw invalidTrigger(`pick: the period must be one of ${PERS.join(', ')}`)
  return new Pick(trigger, which, per)
}

/** Revives what `pick(...).toJSON()` gave. */
export function pickFromJson(json: StoredTrigger, revive: Revive): TimeTrigger {
  return pick(revive(json.trigger) as TimeTrigger, json.which as number, json.per as Per)
}

class Pick implements TimeTrigger {
  readonly #trigger: TimeTrigger
  readonly #which: number
  readonly #per: Per

  constructor(trigger: TimeTrigger, which: number, per: Per) {
    this.#trigger = trigger
    this.#which = which
    this.#per = per
  }

  get kind(): string {
    return 'pick'
  }

  bind(of: TriggerContext): Timeline {
    const periods = new Periods(zoneOf(of.timezone), this.#per)
    return new Picked(this.#trigger.bind(of), this.#which, periods)
  }

  toJSON(): Json {
    const trigger = this.#trigger.toJSON()
    return { kind: 'pick', version: 1, trigger, which: this.#which, per: this.#per }
  }
}

class Picked implements Timeline {
  readonly #base: Timeline
  readonly #which: number
  readonly #periods: Periods

  constructor(base: Timeline, which: number, periods: Periods) {
    this.#base = base
    this.#which = which
    this.#periods = periods
  }

  next(from: EpochMs): EpochMs | null {
    return search(() => this.#next(from))
  }

  previous(before: EpochMs): EpochMs | null {
    return search(() => this.#previous(before))
  }

  #next(from: EpochMs): EpochMs | null {
    let period = this.#periods.at(from)
    let first: EpochMs | null = null
    for (let turn = 0; turn < SEARCH_TURNS; turn++) {
      const picked = this.#pickIn(period)
      if (picked !== null && picked > from) return picked
      const following = this.#base.next(this.#periods.begin(period + 1) - 1)
      if (following === null) return null
      first ??= following
      if (!isWithinSearch(following, first)) return null
      period = this.#periods.at(following)
    }
    return null
  }

  #previous(before: EpochMs): EpochMs | null {
    let period = this.#periods.at(before)
    let last: EpochMs | null = null
    for (let turn = 0; turn < SEARCH_TURNS; turn++) {
      const picked = this.#pickIn(period)
      if (picked !== null && picked < before) return picked
      const earlier = this.#base.previous(this.#periods.begin(period))
      if (earlier === null) return null
      last ??= earlier
      if (!isWithinSearch(earlier, last)) return null
      period = this.#periods.at(earlier)
    }
    return null
  }

  #pickIn(period: number): EpochMs | null {
    const begin = this.#periods.begin(period)
    const end = this.#periods.begin(period + 1)
    return this.#which > 0 ? this.#forward(begin, end) : this.#backward(begin, end)
  }

  #forward(begin: EpochMs, end: EpochMs): EpochMs | null {
    let instant = this.#base.next(begin - 1)
    for (let count = 1; count < this.#which && instant !== null && instant < end; count++) {
      look()
      instant = this.#base.next(instant)
    }
    return instant !== null && instant < end ? instant : null
  }

  #backward(begin: EpochMs, end: EpochMs): EpochMs | null {
    let instant = this.#base.previous(end)
    for (let count = -1; count > this.#which && instant !== null && instant >= begin; count--) {
      look()
      instant = this.#base.previous(instant)
    }
    return instant !== null && instant >= begin ? instant : null
  }
}
