import type { Millis } from '../../time/epoch.ts'
import type { AfterNeed, AfterOn } from '../after.ts'
import type { Days } from './days.ts'
import type { Times } from './times.ts'
import type { Warning } from './warning.ts'
import type { Per } from '../periods.ts'

/** A language that triggers can be explained in. */
export type Locale = 'en' | 'zh-CN'

/** When the first fire of an `every` or a `fixedDelay` comes: `wait` after `start`, which is null for the job's first storing. */
export interface FirstFire {
  readonly start: string | null
  readonly wait: Millis
}

/** The dates between which a trigger may fire, as text. */
export interface SaidBounds {
  readonly start: string | null
  readonly end: string | null
}

/** What `daysOff` holds: weekdays from 1 for Monday, and dates. */
export interface SaidDaysOff {
  readonly weekend: readonly number[]
  readonly holidays: readonly string[]
  readonly workdays: readonly string[]
}

/** How far apart the dates of a `calendar` are. */
export interface SaidStep {
  readonly years: number
  readonly months: number
  readonly weeks: number
  readonly days: number
}

/**
 * All that `explain` says in one language.
 *
 * Each method gives a clause that begins small and ends open, so that clauses can stand in one another; `sentence` makes
 * the outermost one a sentence.
 */
export interface Words {
  sentence(clause: string): string
  /** A clause of several parts, as it stands in another clause. */
  bracketed(clause: string): string
  inZone(clause: string, timezone: string): string
  within(clause: string, bounds: SaidBounds): string

  once(when: string): string
  every(period: Millis, first: FirstFire): string
  fixedDelay(pause: Millis, first: FirstFire): string
  cron(times: Times, days: Days): string
  hashed(text: string): string
  calendar(step: SaidStep, at: string, start: string | null): string
  anyOf(clauses: readonly string[]): string
  allOf(clauses: readonly string[]): string
  except(clause: string, excluded: readonly string[]): string
  jitter(clause: string, most: Millis): string
  pick(clause: string, which: number, per: Per): string
  after(jobs: readonly string[], on: AfterOn, need: AfterNeed): string
  custom(kind: string): string

  /** Things that `except` leaves out, as they stand in its list. */
  dates(dates: readonly string[]): string
  daysOff(off: SaidDaysOff): string
  namedCalendar(name: string): string

  warning(warning: Warning): string
}
