import { enMonth, enOrdinal, enWeekday } from './en-text.ts'
import type { NeverFires, UnevenStep, Warning } from './warning.ts'

/** A warning in English, without the mark at its begin. */
export function enWarning(warning: Warning): string {
  switch (warning.kind) {
    case 'neverFires':
      return neverFires(warning)
    case 'unevenStep':
      return unevenStep(warning)
    case 'eitherDay':
      return 'Either day field is enough: it fires when the day of the month or the day of the week matches. Write + before the day of the week to need both.'
    case 'starredDay':
      return 'Vixie cron and cronie would need both day fields here, because one of them begins with *.'
    case 'absentDay':
      return `A month without a ${enOrdinal(warning.day)} has no fire.`
    case 'clockChange':
      return clockChange(warning)
    case 'elapsedDays':
      return elapsedDays(warning.days)
    case 'partsFromStorage':
      return 'A part without a start counts from when the job is first stored, so the parts may never meet: give every part a start.'
  }
}

function unevenStep({ unit, step, last, gap }: UnevenStep): string {
  const { again, place } = STEPS[unit]
  const differs = gap === null ? 'differs' : `is ${gap}`
  return `The step of ${step} starts again each ${again}, so the gap after ${place(last)} ${differs}.`
}

const STEPS = {
  second: { again: 'minute', place: (value: number): string => `second ${value}` },
  minute: { again: 'hour', place: (value: number): string => `minute ${value}` },
  hour: { again: 'day', place: (value: number): string => `hour ${value}` },
  day: { again: 'month', place: (value: number): string => `day ${value}` },
  month: { again: 'year', place: enMonth },
  weekday: { again: 'week', place: enWeekday },
}

function neverFires({ part, assumed, why }: NeverFires): string {
  const who = part === null ? 'Never fires' : `One part, "${part}", never fires`
  const where = assumed === null ? '' : ` with its times read in ${assumed}`
  return `${who}${where}: ${WHY[why]}.`
}

const WHY = {
  end: 'it ends before its first fire',
  search: 'no instant was found within 400 years and the limits of the search',
}

function elapsedDays(days: number): string {
  const said = days === 1 ? '1 day is 24' : `${days} days are ${days * 24}`
  return `${said} elapsed hours: after a change of the clock it fires at another local time. Use cron or calendar for the same local time.`
}

function clockChange({ rule, change }: Extract<Warning, { kind: 'clockChange' }>): string {
  const { skips, repeats } = RULES[rule]
  const said = { skips, repeats, both: `${skips}; ${repeats}` }[change]
  return `When the clock changes, ${said}.`
}

const RULES = {
  fixed: {
    skips: 'times that it skips fire once, when the gap ends',
    repeats: 'times that it repeats fire the first time only',
  },
  wildcard: {
    skips: 'times that it skips do not fire',
    repeats: 'times that it repeats fire twice',
  },
  calendar: {
    skips: 'a date on which it skips the time is left out',
    repeats: 'a time that it repeats fires the first time only',
  },
}
