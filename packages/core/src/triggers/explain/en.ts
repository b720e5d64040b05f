import { enDays, enTimes } from './en-cron.ts'
import { enEvery, enList, enOrdinal, enSpan, enWeekdays } from './en-text.ts'
import { enWarning } from './en-warning.ts'
import type { FirstFire, SaidDaysOff, SaidStep, Words } from './words.ts'

/** What `explain` says in English. */
export const en: Words = {
  sentence: (clause) => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`,
  bracketed: (clause) => `(${clause})`,
  inZone: (clause, timezone) => `${clause} (${timezone})`,
  within: (clause, { start, end }) =>
    `${clause}${start === null ? '' : `, from ${start}`}${end === null ? '' : `, until ${end}`}`,

  once: (when) => `once, at ${when}`,
  every: (period, first) => `${enEvery(period)}, ${firstFire(first)}`,
  fixedDelay: (pause, first) => `${enSpan(pause)} after each run has ended, ${firstFire(first)}`,
  cron: (times, days) => {
    const on = enDays(days, times.kind === 'clock')
    if (times.kind === 'clock') return `${on} at ${enTimes(times)}`
    return on === '' ? enTimes(times) : `${enTimes(times)}, ${on}`
  },
  hashed: (text) => `by the cron expression "${text}", where the id of the job decides each H`,
  calendar: (step, at, start) => {
    const from = start === null ? 'the day on which the job is first stored' : start
    return `every ${steps(step)} at ${at}, counted from ${from}`
  },
  anyOf: (clauses) => clauses.join('; or '),
  allOf: (clauses) => `only when these coincide: ${clauses.join('; and ')}`,
  except: (clause, excluded) => `${clause}, except ${enList(excluded, 'and')}`,
  jitter: (clause, most) => `${clause}, each time up to ${enSpan(most)} later`,
  pick: (clause, which, per) => `${place(which)} time in each ${per} of: ${clause}`,
  after: (jobs, on, need) => {
    const said = jobs.map((job) => `"${job}"`)
    if (need === 'all' && jobs.length > 1) return `after ${enList(said, 'and')} ${ALL_ENDED[on]}`
    return `each time a run of ${enList(said, 'or')} ${ONE_ENDED[on]}`
  },
  custom: (kind) => `by the custom trigger "${kind}"`,

  dates: (dates) => {
    if (dates.length === 0) return NO_DAY
    return dates.length <= 5 ? `on ${enList(dates, 'and')}` : `on ${dates.length} dates`
  },
  daysOff,
  namedCalendar: (name) => `on the days of the calendar "${name}"`,

  warning: enWarning,
}

const NO_DAY = 'on no day'

const ONE_ENDED = {
  success: 'succeeds',
  failure: 'fails, is cancelled or is lost',
  finish: 'ends, whatever its outcome',
}

const ALL_ENDED = {
  success: 'have all succeeded',
  failure: 'have all failed, been cancelled or been lost',
  finish: 'have all ended, whatever their outcome',
}

function firstFire({ start, wait }: FirstFire): string {
  if (start === null) {
    const after = wait === 0 ? 'when' : `${enSpan(wait)} after`
    return `the first time ${after} the job is first stored`
  }
  return `the first time ${wait === 0 ? `at ${start}` : `${enSpan(wait)} after ${start}`}`
}

function steps(step: SaidStep): string {
  const units = { years: 'year', months: 'month', weeks: 'week', days: 'day' } as const
  const parts = (['years', 'months', 'weeks', 'days'] as const).filter((part) => step[part] > 0)
  const [only] = parts
  if (parts.length === 1 && only !== undefined && step[only] === 1) return units[only]
  return enList(
    parts.map((part) => `${step[part]} ${units[part]}${step[part] === 1 ? '' : 's'}`),
    'and',
  )
}

function place(which: number): string {
  if (which > 0) return `the ${enOrdinal(which)}`
  return which === -1 ? 'the last' : `the ${enOrdinal(-which)} to last`
}

function daysOff({ weekend, holidays, workdays }: SaidDaysOff): string {
  const parts = [
    ...(weekend.length === 0 ? [] : [`on ${enWeekdays(weekend)}`]),
    ...(holidays.length === 0 ? [] : [`on ${count(holidays.length, 'holiday')}`]),
  ]
  const kept = workdays.length === 0 ? '' : ` (but not on ${count(workdays.length, 'workday')})`
  return parts.length === 0 ? NO_DAY : `${enList(parts, 'and')}${kept}`
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}
