import type { Time } from '../../src/time/time.ts'
import { allOf } from '../../src/triggers/all-of.ts'
import { anyOf } from '../../src/triggers/any-of.ts'
import { at } from '../../src/triggers/at.ts'
import { calendar } from '../../src/triggers/calendar.ts'
import { cron } from '../../src/triggers/cron.ts'
import { every } from '../../src/triggers/every.ts'
import type { TimeTrigger } from '../../src/triggers/trigger.ts'

/** A trigger of APScheduler as it was recorded. */
export interface SourceTrigger {
  readonly type: string
  readonly params: {
    readonly [name: string]: string | number | readonly SourceTrigger[] | undefined
    readonly run_at?: string
    readonly start?: string
    readonly end?: string
    readonly start_date?: string
    readonly end_date?: string
    readonly expr?: string
    readonly triggers?: readonly SourceTrigger[]
  }
}

/** Our trigger that says the same; refuses as our triggers do. */
export function triggerOf(source: SourceTrigger, timezone: string): TimeTrigger {
  const make = KINDS[source.type]
  if (make === undefined) throw new Error(`no such trigger: ${source.type}`)
  return make(source.params, timezone)
}

type Params = SourceTrigger['params']

const KINDS: Readonly<Record<string, (params: Params, timezone: string) => TimeTrigger>> = {
  date: ({ run_at: when = '' }, timezone) => at(when, { timezone }),
  interval: ({ start, end, microseconds, ...units }) => {
    const milliseconds =
      microseconds === undefined ? {} : { milliseconds: Number(microseconds) / 1000 }
    return every(numbers({ ...units, ...milliseconds }), {
      ...bounds(start, end),
      immediate: start !== undefined,
    })
  },
  cron: ({ start, end, day_of_week: dayOfWeek, ...fields }, timezone) => {
    const days = dayOfWeek === undefined ? {} : { dayOfWeek: dayOfWeek as string }
    return cron({ ...fields, ...days }, { timezone, ...bounds(start, end) })
  },
  crontab: ({ expr = '', start, end }, timezone) => cron(expr, { timezone, ...bounds(start, end) }),
  calendar_interval: (params, timezone) => {
    const { start_date: start, end_date: end, hour = 0, minute = 0, second = 0, ...step } = params
    const time = [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':')
    return calendar(numbers(step), { at: time, timezone, ...bounds(start, end) })
  },
  and: ({ triggers = [] }, timezone) => allOf(...triggers.map((one) => triggerOf(one, timezone))),
  or: ({ triggers = [] }, timezone) => anyOf(...triggers.map((one) => triggerOf(one, timezone))),
}

/** The units of a step, which are numbers in every vector. */
function numbers(step: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(Object.entries(step).map(([unit, count]) => [unit, Number(count)]))
}

function bounds(start: string | undefined, end: string | undefined): { start?: Time; end?: Time } {
  return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) }
}
