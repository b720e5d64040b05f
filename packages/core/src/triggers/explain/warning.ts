/** Something that a trigger does and that its author may not expect. */
export type Warning =
  | NeverFires
  | UnevenStep
  | { readonly kind: 'eitherDay' }
  | { readonly kind: 'starredDay' }
  | { readonly kind: 'absentDay'; readonly day: number }
  | { readonly kind: 'clockChange'; readonly rule: ClockRule; readonly change: ClockChange }
  | { readonly kind: 'elapsedDays'; readonly days: number }
  | { readonly kind: 'partsFromStorage' }

/** A step that does not come out even at the end of its field. */
export interface UnevenStep {
  readonly kind: 'unevenStep'
  readonly unit: StepUnit
  readonly step: number
  /** The last value; weekdays count from 1 for Monday. */
  readonly last: number
  /** From the last value to the first one again; null where that depends on the month. */
  readonly gap: number | null
}

/** A trigger, or one part of an `anyOf`, without any instant. */
export interface NeverFires {
  readonly kind: 'neverFires'
  /** The clause of the part; null for the whole trigger. */
  readonly part: string | null
  /** The timezone in which its times were read, where it depends on that and names none. */
  readonly assumed: string | null
  /** It ends before its first fire, or the search for one came to its end. */
  readonly why: 'end' | 'search'
}

export type StepUnit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'weekday'

/** What happens to a time that the clock skips or repeats: Vixie cron's two rules, and that of `calendar`. */
export type ClockRule = 'fixed' | 'wildcard' | 'calendar'

/** Which changes of the clock concern a trigger. */
export type ClockChange = 'skips' | 'repeats' | 'both'
